import type { ReactNode } from "react";
import "./page.css";

/** The frame of a page: title, what belongs beside it, and a body that fills the rest. */
export function Page({
  title,
  aside,
  actions,
  bar,
  children,
  flush = false,
}: {
  title: ReactNode;
  aside?: ReactNode;
  actions?: ReactNode;
  bar?: ReactNode;
  children: ReactNode;
  /** The body touches the edges and scrolls by itself (tables). */
  flush?: boolean;
}) {
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {aside && <span className="subtle">{aside}</span>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {bar}
      <div className={flush ? "page-body page-flush" : "page-body"}>{children}</div>
    </div>
  );
}

/** An empty screen teaches the next step. */
export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      <p className="subtle">{text}</p>
      {children}
    </div>
  );
}
