import { lncFile, neuronType } from "../../catalog/aws/neuron-types";
import { shown, type Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "../node-group/arguments";

/** What is wrong with counting cores in this way on the chips of a type; nothing for a type that is wrong itself. */
export function lncProblems(
    type: string,
    lnc: number | undefined,
    image: NodeGroupArgs["image"] = "al2023",
): Problem[] {
    const facts = neuronType(type);
    if (lnc === undefined || facts === undefined) return [];
    const { settings } = facts.lnc;
    if (!settings.includes(lnc)) return [settings.length === 0 ? noChoice(type, lnc) : unknown(type, lnc, settings)];
    return canBeTold(image) ? [] : [cannotBeTold(image, lnc, facts.lnc.default)];
}

function canBeTold(image: NonNullable<NodeGroupArgs["image"]>): boolean {
    const os = typeof image === "string" ? image : image.ami.os;
    return lncFile.os.some(system => system.toLowerCase() === os);
}

function noChoice(type: string, lnc: number): Problem {
    return {
        id: "neuron.lnc",
        path: "lnc",
        got: `${lnc} on ${type}`,
        allowed: "none: only the cores of Trainium2 can be counted together",
        fix: "leave it out",
    };
}

function unknown(type: string, lnc: number, settings: readonly number[]): Problem {
    return {
        id: "neuron.lnc",
        path: "lnc",
        got: shown(lnc),
        allowed: `${settings.join(" or ")}, on ${type}`,
        fix: `write ${settings.join(" or ")}`,
    };
}

function cannotBeTold(image: NonNullable<NodeGroupArgs["image"]>, lnc: number, usual: number): Problem {
    return {
        id: "neuron.lnc",
        path: "lnc",
        got: `${lnc} with image ${shown(image)}`,
        allowed: `${lncFile.os.join(", ")}: no other image can be told how to count cores`,
        fix: lnc === usual ? "leave it out: it is the default" : 'use image: "al2023"',
    };
}
