// Comfort only: every page works without this file.
(() => {
    const opened = () => document.querySelectorAll("details[data-closes][open]");

    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        for (const details of opened()) {
            const held = details.contains(document.activeElement);
            details.open = false;
            if (held) details.querySelector("summary").focus();
        }
    });

    document.addEventListener("click", (event) => {
        for (const details of opened()) {
            if (!details.contains(event.target)) details.open = false;
        }
    });
})();
