// Comfort only: the link works without this file. With it, the page left does not stay in the history.
(() => {
    for (const link of document.querySelectorAll("a[data-leave]")) {
        link.addEventListener("click", (event) => {
            event.preventDefault();
            window.location.replace(link.href);
        });
    }
})();
