/**
 * Prepares the design system and the fonts: `npm run assets`.
 *
 * KERN ships 340 KB of style sheet and 130 KB a font weight; a page of the portal needs a fraction. This writes to
 * $PORTAL_VAR/kern/ (default var/kern/), which Django serves under the prefix "kern":
 *
 *   kern.css       rules whose classes occur in our templates or Python files, plus two weights of Fira Sans
 *   kern.rtl.css   the same mirrored, plus two weights of Noto Sans Arabic
 *   fonts/         the fonts, cut down to the characters our languages write
 *   leaflet/       the map, loaded only where tiles are set up and somebody asks for it
 *   licences/      the texts of the EUPL (KERN), the SIL Open Font License (both fonts) and the BSD licence (Leaflet)
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import rtlcss from "rtlcss";
import subsetFont from "subset-font";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(resolve(root, process.env.PORTAL_VAR || "var"), "kern");
const kern = join(root, "node_modules/@kern-ux/native");
const leaflet = join(root, "node_modules/leaflet");
const arabic = join(root, "node_modules/@fontsource/noto-sans-arabic");
const apps = ["portal", "home", "programmes", "events", "forms", "search"];

/** Written by Django at run time or put together from variables, so no search of the sources would find them. */
const KEPT_CLASSES = [/^kern-form/, /^kern-fieldset/, /^kern-alert/, /^kern-badge/, /^kern-error/, /^kern-hint/, /^kern-label/];
const KEPT_ICONS = /^kern-icon--(info|success|warning|danger)$/;

const range = (first, last) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i));
/** German, English, French, Spanish, Turkish, Azerbaijani; other letters come from the reader's own fonts. */
const LATIN = range(0x20, 0x7e) + range(0xa0, 0xff) + "ƏəĞğİıŞşČčŠšŽžŁłẞ–—‘’‚“”„•…‹›€−×→←";
/** Arabic, Persian, Dari, Pashto, Sorani and Urdu with vowel signs and both series of digits. */
const ARABIC =
    range(0x20, 0x20) + range(0x60c, 0x60c) + range(0x61b, 0x61b) + range(0x61f, 0x61f) + range(0x621, 0x63a)
    + range(0x640, 0x655) + range(0x660, 0x66d) + range(0x670, 0x671) + "ٹټپچځڅڈډړږژښڑڤکګگڕڵںڼھہۀۂۃۆۇۊیېۍێےۓەێ"
    + range(0x6f0, 0x6f9) + "\u06d4\u200c\u200d\u200e\u200f«»";

const FONTS = [
    { family: "Fira Sans", weight: 400, from: join(kern, "dist/fonts/fira-sans/FiraSans-Regular.woff2"), text: LATIN },
    {
        family: "Fira Sans",
        weight: 600,
        from: join(kern, "dist/fonts/fira-sans/FiraSans-SemiBold.woff2"),
        text: LATIN,
        // A right-to-left page has two Arabic weights to load; its few bold Latin words are thickened by the browser.
        leftToRightOnly: true,
    },
    ...[400, 600].map((weight) => ({
        family: "Noto Sans Arabic",
        weight,
        from: join(arabic, `files/noto-sans-arabic-arabic-${weight}-normal.woff2`),
        text: ARABIC,
        rightToLeftOnly: true,
        joins: true,
        unicodeRange: "U+0600-06FF, U+200C-200F",
    })),
];

async function ownFiles(ending) {
    const files = [];
    for (const app of apps) {
        for (const entry of await readdir(join(root, app), { recursive: true })) {
            if (entry.endsWith(ending)) files.push(join(root, app, entry));
        }
    }
    return files.sort();
}

/** Names of KERN's custom properties our own style sheets read. */
async function variablesInUse() {
    const sheets = await Promise.all((await ownFiles(".css")).map((file) => readFile(file, "utf8")));
    return [...new Set(sheets.join("\n").match(/--kern-[\w-]+/g) ?? [])];
}

/** Without the themes a page could switch by attribute: here the reader's system decides between light and dark. */
function withoutSwitchableThemes(css) {
    const sheet = postcss.parse(css);
    sheet.walkRules((rule) => {
        rule.selector = rule.selector.replace(/:is\(body,[^)]*\):not\(\[class\*=kern-level-\]\)/, "body");
        const kept = rule.selectors.filter((selector) => !/^(\[data-kern-theme|\.kern-(light|dark)\b)/.test(selector));
        if (kept.length === 0) rule.remove();
        else rule.selectors = kept;
    });
    return sheet.toString();
}

async function purged(css) {
    const [result] = await new PurgeCSS().purge({
        content: [...(await ownFiles(".html")), ...(await ownFiles(".py"))],
        css: [{ raw: css }],
        variables: true,
        safelist: { standard: [KEPT_ICONS, ...KEPT_CLASSES], variables: await variablesInUse() },
        defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    });
    return result.css;
}

/** Without comments and white space between rules; values stay as they are, for they hold drawings. */
function compact(css) {
    const sheet = postcss.parse(css);
    sheet.walkComments((comment) => comment.remove());
    sheet.walkRules((rule) => {
        if (rule.nodes.length === 0) rule.remove();
    });
    sheet.walk((node) => {
        Object.assign(node.raws, { before: "", between: node.type === "decl" ? ":" : "", after: "", semicolon: false });
        if (node.type === "rule") node.selector = node.selector.replace(/\s*([,>~+])\s*/g, "$1").replace(/\s+/g, " ");
    });
    sheet.raws.after = "";
    return sheet.toString();
}

async function writeFont({ family, weight, from, text, joins = false }) {
    const name = `${family.toLowerCase().replaceAll(" ", "-")}-${weight}.woff2`;
    const font = await subsetFont(await readFile(from), text, { targetFormat: "woff2", noHinting: true, noLayoutClosure: !joins });
    await writeFile(join(target, "fonts", name), font);
    return name;
}

function fontFace({ family, weight, unicodeRange }, file) {
    const range = unicodeRange ? `unicode-range:${unicodeRange};` : "";
    return `@font-face{font-family:"${family}";font-weight:${weight};font-style:normal;font-display:swap;${range}`
        + `src:url("fonts/${file}") format("woff2")}`;
}

/** Leaflet without its pictures (our markers are drawn by the style sheet) and without the link to a source map. */
async function writeLeaflet() {
    const folder = join(target, "leaflet");
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const script = await readFile(join(leaflet, "dist/leaflet.js"), "utf8");
    await writeFile(join(folder, "leaflet.js"), script.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
    const style = postcss.parse(await readFile(join(leaflet, "dist/leaflet.css"), "utf8"));
    style.walkDecls((declaration) => {
        if (declaration.value.includes("url(")) declaration.remove();
    });
    await writeFile(join(folder, "leaflet.css"), compact(style.toString()));
}

const files = new Map();
await rm(join(target, "fonts"), { recursive: true, force: true });
await mkdir(join(target, "fonts"), { recursive: true });
await mkdir(join(target, "licences"), { recursive: true });
for (const font of FONTS) files.set(font, await writeFont(font));

const faces = (rightToLeft) =>
    FONTS.filter((font) => !(rightToLeft ? font.leftToRightOnly : font.rightToLeftOnly)).map((font) => fontFace(font, files.get(font))).join("");
const sheet = compact(await purged(withoutSwitchableThemes(await readFile(join(kern, "dist/kern.css"), "utf8"))));
await writeFile(join(target, "kern.css"), faces(false) + sheet);
await writeFile(join(target, "kern.rtl.css"), faces(true) + compact(rtlcss.process(sheet)));

await writeLeaflet();

await cp(join(leaflet, "LICENSE"), join(target, "licences/leaflet-BSD-2-Clause.txt"));
await cp(join(kern, "LICENSE.md"), join(target, "licences/kern-EUPL-1.2.md"));
const openFontLicence = await readFile(join(arabic, "LICENSE"), "utf8");
await writeFile(join(target, "licences/noto-sans-arabic-OFL-1.1.txt"), openFontLicence);
await writeFile(
    join(target, "licences/fira-sans-OFL-1.1.txt"),
    openFontLicence.replace(/^.*$/m, "Copyright 2012-2015 The Mozilla Foundation and Telefonica S.A."),
);
