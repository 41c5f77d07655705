import type { ReactNode } from "react";
import "./facts.css";

/** Names and values in two columns. A fact without a value is left out by the caller passing null. */
export function Facts({
  facts,
  nameOf = (name) => name,
}: {
  facts: readonly (readonly [name: string, value: ReactNode] | null)[];
  /** For facts about objects, where the name is an id. */
  nameOf?: (name: string) => ReactNode;
}) {
  return (
    <dl className="facts">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]} className="fact">
              <dt>{nameOf(fact[0])}</dt>
              <dd>{fact[1] ?? "–"}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** A titled part of a page, set off by a hairline and not by a box. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="section" aria-label={title}>
      <header className="section-head">
        <h2>{title}</h2>
        {aside && <div className="section-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
