/*
 * The list at the door: searches without asking the server, and keeps marks while there is no connection.
 * What is kept names nobody: number of the registration, mark, moment, and the name of the mark.
 * Without this script every row is a form.
 */
(() => {
    "use strict";

    const door = document.querySelector("[data-door]");
    if (!door || !window.fetch || !window.sessionStorage) return;

    const RETRY = 15000;
    const MOST_AT_ONCE = 500;
    const key = `check-in-${door.dataset.door}`;
    const network = door.querySelector("[data-network]");
    const pendingLine = network.querySelector("[data-pending]");
    const hintLine = network.querySelector("[data-hint]");
    const sendButton = network.querySelector("[data-send]");
    const rows = [...door.querySelectorAll("[data-guest]")];
    const there = document.querySelector("[data-there]");
    let kept = read();
    let sending = false;

    function read() {
        try {
            const found = JSON.parse(sessionStorage.getItem(key) || "[]");
            return Array.isArray(found) ? found : [];
        } catch {
            return [];
        }
    }

    function write() {
        try {
            sessionStorage.setItem(key, JSON.stringify(kept));
        } catch {
            // Full or forbidden: the marks stay in memory, and leaving the page asks first.
        }
        const number = kept.length;
        pendingLine.hidden = sendButton.hidden = number === 0;
        pendingLine.textContent = number === 1 ? network.dataset.one : network.dataset.many.replace("{number}", number);
    }

    function hint(text) {
        hintLine.hidden = !text;
        hintLine.textContent = text || "";
    }

    function newId() {
        if (crypto.randomUUID) return crypto.randomUUID();
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        bytes[6] = (bytes[6] & 15) | 64;
        bytes[8] = (bytes[8] & 63) | 128;
        const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    }

    function show(reference, isThere) {
        const row = document.getElementById(reference);
        if (!row || row.classList.contains("door__guest--there") === isThere) return false;
        row.classList.toggle("door__guest--there", isThere);
        row.querySelector("[data-state]").hidden = !isThere;
        row.querySelector('button[value="there"]').hidden = isThere;
        row.querySelector('button[value="away"]').hidden = !isThere;
        there.textContent = Number(there.textContent) + (isThere ? 1 : -1);
        return true;
    }

    async function send() {
        if (sending || !kept.length) return;
        sending = true;
        const marks = kept.slice(0, MOST_AT_ONCE);
        try {
            const response = await fetch(door.dataset.marks, {
                method: "POST",
                headers: {
                    "Content-Type": "application/json",
                    "X-CSRFToken": door.querySelector("input[name=csrfmiddlewaretoken]").value,
                },
                body: JSON.stringify({ sent_at: new Date().toISOString(), marks }),
                redirect: "manual",
            });
            if (response.ok) {
                const answer = await response.json();
                const done = new Set([...answer.stored, ...answer.refused]);
                const refused = marks.find((mark) => answer.refused.includes(mark.id));
                kept = kept.filter((mark) => !done.has(mark.id));
                if (!kept.length) there.textContent = answer.there;
                hint(refused ? network.dataset.refused.replace("{number}", refused.reference) : "");
            } else if (response.type === "opaqueredirect" || response.status === 403) {
                hint(network.dataset.loggedOut);
            }
        } catch {
            // No connection: the marks stay, the next try sends them.
        }
        sending = false;
        write();
    }

    door.addEventListener("submit", (event) => {
        const form = event.target;
        if (!form.matches("[data-mark]") || !event.submitter) return;
        event.preventDefault();
        const reference = form.elements.reference.value;
        const mark = event.submitter.value;
        kept.push({ id: newId(), reference, mark, at: new Date().toISOString() });
        show(reference, mark === "there");
        form.querySelector(`button[value="${mark === "there" ? "away" : "there"}"]`).focus();
        send().finally(write);
    });

    // The server says the same with the accents and spellings it folds; here only what is typed is folded.
    function folded(text) {
        return text
            .toLowerCase()
            .replace(/ä/g, "ae")
            .replace(/ö/g, "oe")
            .replace(/ü/g, "ue")
            .replace(/ß/g, "ss")
            .normalize("NFKD")
            .replace(/\p{Mn}/gu, "")
            .trim();
    }

    const search = door.querySelector("[data-search]");
    const nobody = door.querySelector("[data-nobody]");

    function narrow() {
        const words = folded(search.elements.q.value).split(/\s+/);
        let found = 0;
        for (const row of rows) {
            row.hidden = !words.every((word) => row.dataset.words.includes(word));
            found += !row.hidden;
        }
        nobody.hidden = found > 0;
    }

    // A list the server narrowed is whole only after a new look: there the form asks again.
    if (rows.length && !search.elements.q.value) {
        search.elements.q.addEventListener("input", narrow);
        search.addEventListener("submit", (event) => {
            event.preventDefault();
            narrow();
        });
    }

    sendButton.addEventListener("click", send);
    window.addEventListener("online", send);
    window.addEventListener("beforeunload", (event) => {
        if (kept.length) event.preventDefault();
    });
    window.setInterval(send, RETRY);
    for (const mark of kept) show(mark.reference, mark.mark === "there");
    write();
    send();
})();
