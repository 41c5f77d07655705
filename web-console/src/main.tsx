import "@fontsource-variable/inter/wght.css";
import "@patternfly/react-core/dist/styles/base-no-reset.css";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/shared.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { preferredLanguage, switchLanguage } from "./i18n";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
await switchLanguage(preferredLanguage());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
