/** Things that wait for each other: none of them can begin. */
export interface Circle {
    readonly members: readonly string[];
}

/**
 * The circle of everything that is in one, in a graph of what waits for what: Tarjan's strongly connected components, without
 * recursion, because programs may have chains of thousands. What is waited for and not in the graph waits for nothing.
 */
export function circles(graph: ReadonlyMap<string, readonly string[]>): Map<string, Circle> {
    const order = new Map<string, number>();
    const lowest = new Map<string, number>();
    const open: string[] = [];
    const isOpen = new Set<string>();
    const found = new Map<string, Circle>();
    const enter = (name: string) => {
        order.set(name, order.size);
        lowest.set(name, order.size - 1);
        open.push(name);
        isOpen.add(name);
        return { name, next: (graph.get(name) ?? []).values() };
    };
    const lower = (name: string, to: number) => lowest.set(name, Math.min(lowest.get(name) ?? to, to));
    const close = (name: string) => {
        const members = open.splice(open.lastIndexOf(name));
        members.forEach(member => isOpen.delete(member));
        if (members.length === 1 && !graph.get(name)?.includes(name)) return;
        const circle = { members };
        members.forEach(member => found.set(member, circle));
    };
    for (const root of graph.keys()) {
        const path = order.has(root) ? [] : [enter(root)];
        for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
            const { name, next } = top;
            const step = next.next();
            if (step.done !== true) {
                const seen = order.get(step.value);
                if (seen === undefined) path.push(enter(step.value));
                else if (isOpen.has(step.value)) lower(name, seen);
                continue;
            }
            path.pop();
            const parent = path.at(-1);
            const own = lowest.get(name) ?? 0;
            if (parent !== undefined) lower(parent.name, own);
            if (own === order.get(name)) close(name);
        }
    }
    return found;
}
