// The map of the directory. Nothing is loaded before somebody asks for it; the list below holds everything.
(() => {
    const box = document.querySelector("[data-map]");
    if (!box) return;
    const part = (name) => box.querySelector(`[data-map-${name}]`);
    const words = box.dataset;
    const [button, panel, canvas, status] = ["button", "panel", "canvas", "status"].map(part);
    const label = button.querySelector(".kern-label");
    const show = label.textContent;
    let loading = null;
    let map = null;
    let opened = null;

    const load = (tag, attributes) => new Promise((resolve, reject) => {
        const element = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
        document.head.append(element);
    });

    const fetched = async () => {
        const answer = await fetch(words.points, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
    };

    const listOf = (centres) => {
        const list = document.createElement("ul");
        list.dir = document.documentElement.dir;
        for (const centre of centres) {
            const [name, place] = [centre.name, centre.place].map((textContent) =>
                Object.assign(document.createElement("bdi"), { textContent, lang: "de" }));
            const link = Object.assign(document.createElement("a"), { href: centre.url });
            link.append(name);
            const item = document.createElement("li");
            item.append(link, document.createElement("br"), place);
            list.append(item);
        }
        return list;
    };

    const addPoint = (point) => {
        const names = point.centres.map((centre) => centre.name).join("; ");
        const icon = L.divIcon({
            className: "map__marker",
            html: point.centres.length > 1 ? String(point.centres.length) : "",
            iconSize: [32, 32],
            popupAnchor: [0, -14],
        });
        const marker = L.marker([point.lat, point.lon], { icon, title: names }).addTo(map);
        marker.bindPopup(listOf(point.centres), { maxWidth: Math.min(280, canvas.clientWidth - 90), maxHeight: 220 });
        const element = marker.getElement();
        element.setAttribute("aria-label", names);
        element.lang = "de";
        element.addEventListener("keydown", (event) => {
            if (event.key !== " ") return;
            event.preventDefault();
            marker.openPopup();
        });
    };

    const onPopupOpen = ({ popup }) => {
        opened = popup._source.getElement();
        const element = popup.getElement();
        element.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close);
        element.querySelector("li a").focus({ preventScroll: true });
    };

    const onPopupClose = () => {
        opened?.focus({ preventScroll: true });
        opened = null;
    };

    const draw = (found) => {
        const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
        map = L.map(canvas, {
            attributionControl: false,
            zoomControl: false,
            scrollWheelZoom: false,
            zoomAnimation: !still,
            fadeAnimation: !still,
            markerZoomAnimation: !still,
            maxZoom: Number(words.zoom),
        });
        map.on("popupopen", onPopupOpen).on("popupclose", onPopupClose);
        L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
        const tiles = L.tileLayer(words.tiles, { maxZoom: Number(words.zoom) });
        tiles.once("tileerror", () => { status.textContent = words.gaps; });
        const corners = found.points.map((point) => [point.lat, point.lon]);
        // Before the points: what is added to a map without a view has no element yet.
        map.fitBounds(corners, { padding: [30, 30], maxZoom: Math.min(13, Number(words.zoom)), animate: false });
        tiles.addTo(map);
        found.points.forEach(addPoint);
        status.textContent = words.shown.replace("{shown}", found.shown).replace("{total}", found.total);
    };

    const prepare = async () => {
        const [found] = await Promise.all([
            fetched(),
            load("link", { rel: "stylesheet", href: words.sheet }),
            load("script", { src: words.script }),
        ]);
        if (!found.points.length) {
            status.textContent = words.shown.replace("{shown}", 0).replace("{total}", found.total);
            panel.hidden = true;
            return;
        }
        draw(found);
    };

    const toggle = (isOpen) => {
        panel.hidden = !isOpen;
        button.setAttribute("aria-expanded", String(isOpen));
        label.textContent = isOpen ? words.hide : show;
        if (!isOpen) return;
        loading ??= prepare().catch(() => {
            loading = null;
            toggle(false);
            status.textContent = words.failed;
        });
        map?.invalidateSize();
    };

    button.addEventListener("click", () => toggle(panel.hidden));
    panel.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        if (opened) {
            map.closePopup();
        } else {
            toggle(false);
            button.focus();
        }
    });
    box.hidden = false;
})();
