// Counts a search that was shown, and which of its results was opened first. What is sent is the slip the server wrote
// into the page (the words and the number of results) and a rank: nothing about the reader, nothing kept in the browser.
// Lists of results carry data-ranked="<place of the first entry>"; without this file nothing is counted.
(() => {
    const page = document.querySelector("[data-search-slip]");
    if (!page || !page.dataset.searchSlip || !navigator.sendBeacon) return;
    // Who asks not to be counted is not counted.
    if (navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;

    const send = (facts) => {
        const body = new URLSearchParams({ slip: page.dataset.searchSlip, ...facts });
        navigator.sendBeacon(page.dataset.searchCounter, body);
    };

    // A page that was only loaded again, or gone back to, is no new search.
    const [how] = performance.getEntriesByType("navigation");
    if (!how || how.type === "navigate") send({});

    let chosen = false;
    page.addEventListener("click", (event) => {
        const link = event.target.closest("a[href]");
        const list = link && link.closest("[data-ranked]");
        if (!list || chosen) return;
        const entry = [...list.children].findIndex((child) => child.contains(link));
        if (entry < 0) return;
        chosen = true;
        send({ rank: String(Number(list.dataset.ranked) + (list.dataset.ranked === "0" ? 0 : entry)) });
    });
})();
