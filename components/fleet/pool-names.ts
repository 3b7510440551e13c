import { asDnsLabel, dnsLabelText, isDnsLabel } from "./names";
import { shown, type Problem } from "./problem";

/**
 * What is wrong with the name of a pool: it becomes a label value and part of names in the cluster.
 *
 * @example poolNameProblems("Train_A"); // [{ id: "pool.name", fix: 'write "train-a"', … }]
 */
export function poolNameProblems(name: unknown, path = "name"): Problem[] {
    if (typeof name === "string" && isDnsLabel(name)) return [];
    const better = typeof name === "string" ? asDnsLabel(name) : undefined;
    const fix = better === undefined ? "write for example train" : `write "${better}"`;
    return [{ id: "pool.name", path, got: shown(name), allowed: dnsLabelText, fix }];
}

/**
 * A problem for every pool whose name an earlier one of the list has.
 *
 * @example duplicatePoolNames([train.pool, serve.pool, train.pool]); // [{ id: "pool.duplicate-name", path: "pools[2].name", … }]
 */
export function duplicatePoolNames(pools: readonly { readonly name: string }[], path = "pools"): Problem[] {
    const first = new Map<string, number>();
    return pools.flatMap(({ name }, index): Problem[] => {
        const earlier = first.get(name);
        if (earlier === undefined) {
            first.set(name, index);
            return [];
        }
        const fix = `rename ${path}[${earlier}] or ${path}[${index}]`;
        return [
            {
                id: "pool.duplicate-name",
                path: `${path}[${index}].name`,
                got: shown(name),
                allowed: "a name used once",
                fix,
            },
        ];
    });
}
