// Runs before the first paint, so that a dark-theme user never sees a white flash. A file of its own because the
// content security policy allows no inline script.
(() => {
    let chosen = null;
    try {
        chosen = localStorage.getItem("atoll.theme");
    } catch {
        // Storage can be switched off; the system's theme is used then.
    }
    const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.classList.toggle("pf-v6-theme-dark", dark);
})();
