/**
 * A page with its generated parts as they should be. Each stands between `<!-- name: … -->` and `<!-- /name -->`.
 *
 * @throws RangeError when a part has no place in the page.
 */
export function withParts(page: string, parts: Readonly<Record<string, () => string>>): string {
    return Object.entries(parts).reduce((text, [name, part]) => {
        const place = new RegExp(`(<!-- ${name}: [^>]*-->)[^]*?(<!-- /${name} -->)`);
        if (!place.test(text)) throw new RangeError(`the page has no place for ${name}`);
        return text.replace(place, (_, begin: string, end: string) => [begin, part(), end].join("\n\n"));
    }, page);
}

/** Rows as a Markdown table; the formatter aligns it. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
