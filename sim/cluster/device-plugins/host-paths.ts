import type { NodeSpec } from "../../cloud/contract";
import type { Container, Pod } from "../kubernetes/objects";
import { unreachableHostPath } from "./plugin-directory";

/** What every Linux has and a plugin may count by. */
const everywhere: readonly string[] = ["/sys/bus/pci/devices"];

/** Paths of the host that match a pattern and that a program in the container sees under the same name. Every container has /sys. */
export function visibleMatches(pattern: string, node: NodeSpec, pod: Pod, container: Container): readonly string[] {
    const expression = new RegExp(`^${pattern.replace(/[^]/g, patternOf)}$`);
    return [...everywhere, ...(node.hostPaths ?? [])]
        .filter(path => expression.test(path))
        .filter(path => path.startsWith("/sys/") || unreachableHostPath(pod, container, path, "readable") === undefined)
        .sort();
}

/** Go, path/filepath.Match: `*` and `?` stop at a slash. Ranges are not read. */
function patternOf(character: string): string {
    if (character === "*") return "[^/]*";
    return character === "?" ? "[^/]" : character.replace(/[.+^${}()|[\]\\]/g, "\\$&");
}
