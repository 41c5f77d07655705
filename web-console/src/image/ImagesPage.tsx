import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { to } from "../api/calls";
import { ownProblem } from "../api/http";
import { useObject, useObjects, useStream } from "../api/hooks";
import type { Image } from "../api/types";
import { usePermission } from "../auth/session";
import { useI18n, type I18n } from "../i18n";
import { DataTable, type Column } from "../ui/DataTable";
import { DeedButton } from "../ui/Deed";
import { DeleteButton } from "../ui/DeleteButton";
import { Facts } from "../ui/Facts";
import { bytes } from "../ui/format";
import { Icon } from "../ui/icons";
import { Inspected } from "../ui/Inspector";
import { ListBar } from "../ui/ListBar";
import { ProgressBar } from "../ui/Meter";
import { PoolName } from "../ui/ObjectLink";
import { Empty, Page } from "../ui/Page";
import { problemTitle, ProblemView } from "../ui/Problem";
import { ShowApi } from "../ui/ShowApi";
import { ImageStateMark } from "../ui/State";
import { useListView, type SortKeys } from "../ui/useListView";
import { AddImageDialog } from "./AddImageDialog";
import { UploadRow } from "./UploadRow";
import { useUploads } from "./uploads";

const SORT_KEYS: SortKeys<Image> = {
  name: (image) => image.metadata.name,
  state: (image) => image.status.state,
  size: (image) => image.status.sizeBytes,
  disk: (image) => image.status.virtualSizeBytes,
};
const searchText = (image: Image): string => `${image.metadata.name} ${image.spec.osHint || ""}`;
const useLiveImage = (image: Image): Image => useObject("image", image.metadata.id) ?? image;

export function ImagesPage() {
  const i18n = useI18n();
  const { t } = i18n;
  const search = useSearch({ from: "/inside/images" });
  const images = useObjects("image");
  const { listed } = useStream();
  const mayWrite = usePermission("INVENTORY_WRITE");
  const [adding, setAdding] = useState(false);
  const view = useListView(images, search, SORT_KEYS, searchText, "name");
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const inspected = useObject("image", view.inspect);
  const inspect = (image: Image) => view.setInspect(view.inspect === image.metadata.id ? undefined : image.metadata.id);
  return (
    <Page
      title={t("nav.images")}
      flush
      actions={
        <>
          <ShowApi compact call={to.get("/images")} />
          {mayWrite && (
            <DeedButton icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
              {t("image.add")}
            </DeedButton>
          )}
        </>
      }
      bar={
        <ListBar
          filterText={view.filterText}
          onFilter={view.setFilter}
          filter={view.filter}
          shown={view.rows.length}
          total={images.length}
        />
      }
    >
      <Inspected panel={inspected && <ImagePanel image={inspected} />} onClose={() => view.setInspect(undefined)}>
        <DataTable
          label={t("nav.images")}
          rows={view.rows}
          rowId={(image) => image.metadata.id}
          useRow={useLiveImage}
          columns={columns}
          sort={view.sort}
          onSort={view.setSort}
          onOpen={inspect}
          onInspect={inspect}
          inspectedId={view.inspect}
          empty={listed ? <Empty title={t("image.empty.title")} text={t("image.empty.text")} /> : t("app.loading")}
        />
      </Inspected>
      {adding && <AddImageDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function columnsOf({ t, locale }: I18n): Column<Image>[] {
  const size = (value: number | null) => (value === null ? "–" : bytes(value, locale));
  return [
    {
      key: "name",
      header: t("table.name"),
      width: "minmax(140px, 1.4fr)",
      sortable: true,
      cell: (image) => <strong className="row-name">{image.metadata.name}</strong>,
    },
    {
      key: "state",
      header: t("table.state"),
      width: "minmax(140px, 1fr)",
      sortable: true,
      cell: (image) => <ImageProgress image={image} />,
    },
    {
      key: "size",
      header: t("image.size"),
      width: "100px",
      align: "end",
      sortable: true,
      cell: (image) => size(image.status.sizeBytes),
    },
    {
      key: "disk",
      header: t("image.disk"),
      width: "110px",
      align: "end",
      sortable: true,
      fromPx: 560,
      cell: (image) => size(image.status.virtualSizeBytes),
    },
    {
      key: "format",
      header: t("image.format"),
      width: "80px",
      fromPx: 700,
      cell: (image) => image.spec.format.toLowerCase(),
    },
    {
      key: "os",
      header: t("image.os"),
      width: "minmax(90px, 0.8fr)",
      fromPx: 820,
      cell: (image) => image.spec.osHint || "–",
    },
    {
      key: "pool",
      header: t("vm.disk.pool"),
      width: "minmax(90px, 0.8fr)",
      fromPx: 640,
      cell: (image) => <PoolName id={image.spec.poolId} />,
    },
  ];
}

/** With the reason where there is one: a refused upload is told to whoever looks later, too. */
function ImageState({ image }: { image: Image }) {
  const i18n = useI18n();
  const { state, failure } = image.status;
  const reason = failure && problemTitle(ownProblem(failure.code, failure.detail), i18n);
  return (
    <span title={reason ?? undefined}>
      <ImageStateMark state={state} />
    </span>
  );
}

function ImageProgress({ image }: { image: Image }) {
  const { t } = useI18n();
  const upload = useUploads().find((each) => each.imageId === image.metadata.id);
  if (upload && !upload.problem) {
    return (
      <span className="figure">
        <ProgressBar
          label={t("image.uploading", { name: upload.name })}
          percent={(upload.sentBytes / Math.max(1, upload.totalBytes)) * 100}
        />
        {Math.round((upload.sentBytes / Math.max(1, upload.totalBytes)) * 100)} %
      </span>
    );
  }
  return <ImageState image={image} />;
}

function ImagePanel({ image }: { image: Image }) {
  const { t, locale } = useI18n();
  const vms = useObjects("vm").filter((vm) => vm.spec.imageId === image.metadata.id);
  const upload = useUploads().find((each) => each.imageId === image.metadata.id);
  const { status, spec } = image;
  return (
    <>
      <div className="inspector-head">
        <h2>{image.metadata.name}</h2>
        <ImageState image={image} />
      </div>
      {upload && <UploadRow upload={upload} />}
      {status.failure && !upload?.problem && (
        <ProblemView problem={ownProblem(status.failure.code, status.failure.detail)} />
      )}
      {image.allowedActions.includes("delete") && (
        <DeleteButton
          name={image.metadata.name}
          call={to.delete("/images/{id}", { id: image.metadata.id }, { ifMatch: `"${image.metadata.revision}"` })}
          text={t("image.delete.text")}
        />
      )}
      <Facts
        facts={[
          [t("image.size"), status.sizeBytes === null ? null : bytes(status.sizeBytes, locale)],
          [t("image.disk"), status.virtualSizeBytes === null ? null : bytes(status.virtualSizeBytes, locale)],
          [t("image.format"), spec.format.toLowerCase()],
          [t("image.os"), spec.osHint],
          [t("vm.disk.pool"), <PoolName key="pool" id={spec.poolId} />],
          spec.source.url ? [t("image.url"), spec.source.url] : null,
          status.sha256
            ? [
                t("image.sha256"),
                <span key="sha" className="mono">
                  {status.sha256}
                </span>,
              ]
            : null,
          [t("image.usedBy"), t("count.vms", { count: vms.length })],
          spec.description ? [t("field.description"), spec.description] : null,
        ]}
      />
    </>
  );
}
