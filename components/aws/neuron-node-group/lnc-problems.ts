import { lncFile, neuronType, type LncFacts } from "../../catalog/aws/neuron-types";
import { shown, type Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "../node-group/arguments";

/** A group, as far as the counting of its cores has a say in it. */
export interface LncQuestion extends Pick<NodeGroupArgs, "image" | "advertiser"> {
    readonly instanceType: string;
    readonly lnc?: number;
}

/** What is wrong with counting cores in this way on the chips of a type; nothing for a type that is wrong itself. */
export function lncProblems({ instanceType, lnc, image = "al2023", advertiser }: LncQuestion): Problem[] {
    const facts = neuronType(instanceType)?.lnc;
    if (lnc === undefined || facts === undefined) return [];
    if (!facts.settings.includes(lnc)) return [unknown(instanceType, lnc, facts)];
    if (advertiser !== undefined && lncFile.notFor.some(mechanism => mechanism === advertiser))
        return [saidByClaims(lnc, advertiser)];
    return lnc === facts.default || canBeTold(image) ? [] : [cannotBeTold(image, lnc)];
}

/** Whether the nodes of an image can be told anything else than what the chips do by themselves. */
function canBeTold(image: NonNullable<NodeGroupArgs["image"]>): boolean {
    const os = typeof image === "string" ? image : image.ami.os;
    return lncFile.os.some(system => system.toLowerCase() === os);
}

function unknown(type: string, lnc: number, { settings }: LncFacts): Problem {
    const known = settings.join(" or ");
    return {
        id: "neuron.lnc",
        path: "lnc",
        got: `${shown(lnc)} on ${type}`,
        allowed: known === "" ? "nothing: only the cores of Trainium2 can be counted together" : known,
        fix: known === "" ? "leave it out" : `write ${known}`,
    };
}

function saidByClaims(lnc: number, advertiser: string): Problem {
    return {
        id: "neuron.lnc",
        path: "lnc",
        got: `${lnc} with advertiser ${shown(advertiser)}`,
        allowed: "nothing: with the DRA driver every claim says it for itself, in a NeuronConfig",
        fix: "leave it out, and say it in the claims; or leave advertiser out",
    };
}

function cannotBeTold(image: NonNullable<NodeGroupArgs["image"]>, lnc: number): Problem {
    return {
        id: "neuron.lnc",
        path: "lnc",
        got: `${lnc} with image ${shown(typeof image === "string" ? image : `an AMI of ${image.ami.os}`)}`,
        allowed: `the chips' default, or with ${lncFile.os.join(", ")} any: no other image can be told how to count cores`,
        fix: 'use image: "al2023", or leave lnc out',
    };
}
