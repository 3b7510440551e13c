import { shown, type Problem } from "../../fleet/problem";

/** GiB that the node images hold at least, and the largest gp3 volume. Source: Amazon EBS user guide, "gp3 volumes". */
const smallest = 20;
const largest = 65536;

/** What is wrong with the size of a root volume, in GiB. */
export function rootVolumeProblems(sizeGiB: number, usual: number): Problem[] {
    if (Number.isInteger(sizeGiB) && sizeGiB >= smallest && sizeGiB <= largest) return [];
    return [
        {
            id: "root-volume.size",
            path: "rootVolumeGiB",
            got: shown(sizeGiB),
            allowed: `${smallest} to ${largest} GiB, a whole number`,
            fix: `leave it out for the default of ${usual} GiB`,
        },
    ];
}
