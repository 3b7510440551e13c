import type { DeviceFamily } from "../devices";
import {
    mechanismTable,
    type Addition,
    type Mechanism,
    type MechanismRow,
    type NodeKeeper,
    type SharingMode,
} from "./mechanism-table";
import { isAtLeast } from "../version-order";

export type * from "./mechanism-table";
export { draExtendedResource, switchableAdvertisers } from "./mechanism-table";

/** The nodes, and how their devices shall be shared. */
export interface MechanismQuestion {
    readonly family: DeviceFamily;
    readonly sharing: SharingMode;
    readonly keeper: NodeKeeper;
    /** Kubernetes version, `1.35`. */
    readonly kubernetes: string;
    /** Instance type of the nodes, `p5.48xlarge`. */
    readonly machineType: string;
    /** Families whose driver the image holds. */
    readonly drivers: readonly DeviceFamily[];
    /** Families that the image advertises itself: without those whose plugin is switched off. */
    readonly advertises: readonly DeviceFamily[];
}

/** Whether a mechanism can advertise a family on such nodes. */
export interface MechanismVerdict {
    readonly mechanism: Mechanism;
    readonly suits: boolean;
    /** Why it does not; empty when it does. */
    readonly why: string;
    /** What must be there besides, when it suits. */
    readonly needs: readonly Addition[];
    /** How pods ask for the devices. */
    readonly through: MechanismRow["through"];
    readonly source: string;
}

/**
 * What each mechanism says to nodes: those that suit first, in the order in which they are chosen. Exactly one may run.
 *
 * @example
 * const nodes = { keeper: "managed", kubernetes: "1.35", machineType: "p5.48xlarge", drivers: ["nvidia"], advertises: [] } as const;
 * mechanismsFor({ family: "nvidia", sharing: "whole", ...nodes })
 *     .filter(({ suits }) => suits)
 *     .map(({ mechanism }) => mechanism); // ["devicePlugin", "gpuOperator", "draDriver"]
 */
export function mechanismsFor(question: MechanismQuestion): readonly MechanismVerdict[] {
    const { family, keeper } = question;
    const ofFamily = mechanismTable.filter(row => row.family === family);
    const verdicts = [...new Set(ofFamily.map(({ mechanism }) => mechanism))].flatMap(mechanism => {
        const rows = ofFamily.filter(row => row.mechanism === mechanism);
        const row = rows.find(({ keepers }) => keepers.includes(keeper));
        return row ? [judged(row, question)] : refusedKeeper(rows, keeper);
    });
    return [...verdicts.filter(({ suits }) => suits), ...verdicts.filter(({ suits }) => !suits)];
}

function judged(row: MechanismRow, question: MechanismQuestion): MechanismVerdict {
    const { mechanism, through, source } = row;
    const why = firstObstacle(row, question);
    const sharing = row.sharing[question.sharing];
    const needs = why === "" && sharing.serves ? [...row.needs, ...sharing.needs] : [];
    return { mechanism, suits: why === "", why, needs, through, source };
}

function firstObstacle(
    row: MechanismRow,
    { family, sharing, kubernetes, machineType, drivers, advertises }: MechanismQuestion,
): string {
    const support = row.sharing[sharing];
    if (row.node === "advertiser" && !advertises.includes(family))
        return `the image does not advertise ${family} itself`;
    const aloneOnNode = row.node === "driver" || row.node === "plain";
    if (aloneOnNode && advertises.includes(family)) return `the image advertises ${family} itself`;
    if (row.node === "driver" && !drivers.includes(family)) return `the image holds no ${family} driver`;
    if (row.kubernetesFrom !== "" && !isAtLeast(kubernetes, row.kubernetesFrom)) {
        return `needs Kubernetes ${row.kubernetesFrom} or newer, the nodes have ${kubernetes}`;
    }
    const [instanceFamily = ""] = machineType.split(".");
    if (row.notFor.includes(instanceFamily)) return `does not know the devices of ${instanceFamily}`;
    return support.serves ? "" : support.why;
}

const keeperNames: Readonly<Record<NodeKeeper, string>> = {
    managed: "managed node groups",
    selfManaged: "self-managed groups",
    auto: "EKS Auto Mode",
    karpenter: "Karpenter",
};

function refusedKeeper(rows: readonly MechanismRow[], keeper: NodeKeeper): readonly MechanismVerdict[] {
    return rows.slice(0, 1).map(({ mechanism, through, source }) => ({
        mechanism,
        suits: false,
        why: `does not run on nodes of ${keeperNames[keeper]}`,
        needs: [],
        through,
        source,
    }));
}
