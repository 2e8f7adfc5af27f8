// Suggestions while typing, for any text field that carries data-suggest="<address>". Comfort only: without this file
// the field is a plain field, and its form works the same.
//
// The address is asked with ?q=<what was typed> and answers with JSON, at most a handful of entries:
//     {"suggestions": [{"text": "...", "url": "..." or null, "kind": "..." or ""}], "status": "3 suggestions"}
// "text" is shown; with a "url" choosing it opens that page, without one it is put into the field. "kind" says in the
// reader's language what the entry is. "status" is what a screen reader hears when the list opens, in the reader's
// language and with the right plural; left out, only the number is said.
//
// More attributes of the field:
//     data-suggest-submit    choosing a text sends the form at once
//     data-suggest-min="2"   so many letters are needed before anything is asked (2 unless said otherwise)
//
// The pattern is that of the ARIA practices guide: an editable combobox with a list, chosen by hand. Arrow keys move in
// the list and never change what was typed, Enter takes the marked entry, Escape closes the list, Tab goes on.
(() => {
    const PAUSE = 180; // milliseconds without a key before the address is asked
    const KEPT = 40; // answers remembered per field
    const WIDE = 420; // pixels a list takes where there is room
    const EDGE = 16; // pixels it keeps from the edge of the window
    let fields = 0;

    class Suggestions {
        constructor(input) {
            this.input = input;
            this.address = input.dataset.suggest;
            this.least = Number(input.dataset.suggestMin) || 2;
            this.answers = new Map();
            this.shown = [];
            this.marked = -1;
            this.build(`suggest-${++fields}`);
            this.listen();
        }

        build(id) {
            const label = this.input.labels && this.input.labels[0];
            this.list = document.createElement("ul");
            this.list.id = id;
            this.list.className = "suggest";
            this.list.hidden = true;
            this.list.setAttribute("role", "listbox");
            if (label) this.list.setAttribute("aria-label", label.textContent.trim());
            this.status = document.createElement("div");
            this.status.className = "kern-sr-only";
            this.status.setAttribute("role", "status");
            this.input.after(this.list, this.status);
            this.input.setAttribute("role", "combobox");
            this.input.setAttribute("aria-autocomplete", "list");
            this.input.setAttribute("aria-expanded", "false");
            this.input.setAttribute("aria-controls", id);
            this.input.autocomplete = "off";
        }

        listen() {
            this.input.addEventListener("input", (event) => {
                if (!event.isComposing) this.later();
            });
            this.input.addEventListener("compositionend", () => this.later());
            this.input.addEventListener("keydown", (event) => this.key(event));
            this.input.addEventListener("blur", () => this.close());
            // The field keeps the focus while an entry is pressed; choosing happens when the press ends on it.
            this.list.addEventListener("mousedown", (event) => event.preventDefault());
            this.list.addEventListener("click", (event) => {
                const option = event.target.closest("[role=option]");
                if (option) this.choose(Number(option.dataset.number));
            });
        }

        later() {
            clearTimeout(this.timer);
            if (this.running) this.running.abort();
            this.timer = setTimeout(() => this.ask(), PAUSE);
        }

        async ask() {
            const typed = this.input.value.trim();
            if (typed.length < this.least) {
                this.close();
                return;
            }
            if (!this.answers.has(typed)) {
                this.running = new AbortController();
                try {
                    const address = `${this.address}?q=${encodeURIComponent(typed)}`;
                    const response = await fetch(address, { signal: this.running.signal, credentials: "same-origin" });
                    if (!response.ok) throw new Error(String(response.status));
                    const answer = await response.json();
                    if (this.answers.size >= KEPT) this.answers.clear();
                    this.answers.set(typed, answer);
                } catch {
                    // A newer question, no network, too many questions: the field works without suggestions.
                    return;
                }
            }
            // The reader may have gone on typing, or away, in the meantime.
            if (this.input.value.trim() === typed && document.activeElement === this.input) {
                this.open(this.answers.get(typed));
            }
        }

        open(answer) {
            this.shown = answer.suggestions;
            this.list.replaceChildren(...this.shown.map((entry, number) => this.option(entry, number)));
            this.mark(-1);
            if (!this.shown.length) {
                this.close();
                return;
            }
            this.list.hidden = false;
            this.input.setAttribute("aria-expanded", "true");
            this.place();
            this.status.textContent = answer.status || String(this.shown.length);
        }

        option(entry, number) {
            const option = document.createElement("li");
            option.id = `${this.list.id}-${number}`;
            option.className = "suggest__option";
            option.dataset.number = number;
            option.setAttribute("role", "option");
            option.setAttribute("aria-selected", "false");
            const text = document.createElement("span");
            text.className = "suggest__text";
            text.dir = "auto";
            text.textContent = entry.text;
            option.append(text);
            if (entry.kind) {
                const kind = document.createElement("span");
                kind.className = "suggest__kind";
                kind.textContent = entry.kind;
                option.append(" ", kind);
            }
            return option;
        }

        // Right under the field, in whatever box both stand; a narrow field gets a wider list, inside the window.
        place() {
            const box = this.input.getBoundingClientRect();
            const base = this.list.offsetParent ? this.list.offsetParent.getBoundingClientRect() : { left: 0, top: 0 };
            const room = document.documentElement.clientWidth - 2 * EDGE;
            const width = Math.max(box.width, Math.min(WIDE, room));
            const left = Math.max(EDGE, Math.min(box.left, EDGE + room - width));
            this.list.style.width = `${width}px`;
            this.list.style.left = `${(width > box.width ? left : box.left) - base.left}px`;
            this.list.style.top = `${box.bottom - base.top}px`;
        }

        close() {
            clearTimeout(this.timer);
            if (this.running) this.running.abort();
            this.list.hidden = true;
            this.status.textContent = "";
            this.input.setAttribute("aria-expanded", "false");
            this.mark(-1);
        }

        mark(number) {
            const options = [...this.list.children];
            this.marked = number;
            options.forEach((option, n) => option.setAttribute("aria-selected", String(n === number)));
            if (number < 0) {
                this.input.removeAttribute("aria-activedescendant");
                return;
            }
            this.input.setAttribute("aria-activedescendant", options[number].id);
            options[number].scrollIntoView({ block: "nearest" });
        }

        key(event) {
            if (event.isComposing || event.ctrlKey || event.metaKey) return;
            const last = this.shown.length - 1;
            if (this.list.hidden) {
                if (event.key === "ArrowDown" || event.key === "ArrowUp") {
                    event.preventDefault();
                    this.ask();
                }
                return;
            }
            if (event.key === "ArrowDown") this.mark(this.marked < last ? this.marked + 1 : 0);
            else if (event.key === "ArrowUp") this.mark(this.marked > 0 ? this.marked - 1 : last);
            else if (event.key === "Escape") this.close();
            else if (event.key === "Enter" && this.marked >= 0) this.choose(this.marked);
            else return;
            event.preventDefault();
            event.stopPropagation();
        }

        choose(number) {
            const entry = this.shown[number];
            this.close();
            if (entry.url) {
                window.location.assign(entry.url);
                return;
            }
            this.input.value = entry.text;
            this.input.focus();
            if ("suggestSubmit" in this.input.dataset && this.input.form) this.input.form.requestSubmit();
        }
    }

    // A page that names this file twice gets one list a field all the same.
    document.querySelectorAll("[data-suggest]:not([role=combobox])").forEach((input) => new Suggestions(input));
})();
