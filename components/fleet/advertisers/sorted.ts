/** By the text's code units, so that a plan is the same on every machine. */
export function sortedBy<T>(items: readonly T[], text: (item: T) => string): T[] {
    const keyed = items.map(item => ({ item, key: text(item) }));
    return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

/** The texts, each once, in the order of their code units. */
export function distinct(texts: readonly string[]): string[] {
    return [...new Set(texts)].sort();
}
