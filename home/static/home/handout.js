// Comfort only: the browser's own print command does the same.
(() => {
    for (const button of document.querySelectorAll("[data-prints]")) {
        button.hidden = false;
        button.addEventListener("click", () => window.print());
    }
})();
