import { refuse, shown, unacknowledged, type Problem } from "../../fleet/problem";
import { shapeProblems } from "../../fleet/shape-problems";
import { planOf } from "../checked";
import type { AwsDefaults } from "../defaults";
import { regionProblems } from "../region";
import type { FpgaImageBuilderArgs } from "./arguments";
import { fpgaImageBuilderArguments } from "./schema";

/** What a builder of FPGA images will be, decided before anything exists. */
export interface FpgaImageBuilderPlan {
    readonly region: string;
    /** `instances`: those of EC2 with the builder's profile; `principals`: whoever the user names. */
    readonly takenBy: "instances" | "principals";
}

/**
 * Decides a builder of FPGA images.
 *
 * @throws RefusedError with everything that is wrong with the arguments.
 */
export function planFpgaImageBuilder(
    name: string,
    args: FpgaImageBuilderArgs,
    defaults: Pick<AwsDefaults, "region">,
): FpgaImageBuilderPlan {
    const subject = `FpgaImageBuilder "${name}"`;
    refuse(subject, shapeProblems(fpgaImageBuilderArguments(), args));
    const region = args.region ?? defaults.region;
    const problems = unacknowledged(
        [...nameProblems(name), ...regionProblems(region, "region"), ...principalProblems(args.principals ?? [])],
        args.acknowledge,
    );
    if (problems.length > 0 || region === undefined) return planOf(subject, { problems });
    return { region, takenBy: args.principals === undefined ? "instances" : "principals" };
}

/** The bucket is named after the component. Source: Amazon S3 user guide, "General purpose bucket naming rules". */
function nameProblems(name: string): Problem[] {
    if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return [];
    return [
        {
            id: "fpga.builder-name",
            path: "name",
            got: shown(name),
            allowed: "1 to 40 of a-z, 0-9 and -, with a letter or digit at both ends: a bucket is named after it",
            fix: "choose such a name",
        },
    ];
}

/** A principal that is known only later is the user's own to know. */
function principalProblems(principals: NonNullable<FpgaImageBuilderArgs["principals"]>): Problem[] {
    return principals.flatMap((arn, index) => {
        if (typeof arn !== "string" || /^arn:[a-z-]+:iam::\d{12}:(root|(user|role)\/[^*?\s]+)$/.test(arn)) return [];
        return [
            {
                id: "fpga.builder-principal",
                path: `principals[${index}]`,
                got: shown(arn),
                allowed: "the ARN of a user, a role or an account (…:root), without wildcards",
                fix: "name who builds images, for example arn:aws:iam::123456789012:role/build",
            } as const,
        ];
    });
}
