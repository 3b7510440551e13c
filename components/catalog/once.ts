/** Puts a load off until the first question and keeps its answer, so that importing the catalogue reads nothing. */
export function once<T>(load: () => T): () => T {
    let loaded: { readonly value: T } | undefined;
    return () => (loaded ??= { value: load() }).value;
}
