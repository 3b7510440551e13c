import type { AwsInstanceTypeFacts } from "../../catalog/aws/instance-types";
import { shown, type Problem } from "../../fleet/problem";
import type { Checked } from "../checked";
import type { CustomAmi, NodeGroupArgs } from "./arguments";
import { imageFor, imagesServing, type ImageName } from "./image";
import type { Machine } from "./kind";

/** The machines of a group: a type with the image that the user chose, or why they do not fit. */
export function checkMachineImage(
    type: AwsInstanceTypeFacts,
    kubernetes: string,
    image: NodeGroupArgs["image"] = "al2023",
): Checked<Machine> {
    return typeof image === "string" ? named(type, kubernetes, image) : custom(type, image.ami);
}

function named(type: AwsInstanceTypeFacts, kubernetes: string, name: ImageName): Checked<Machine> {
    const choice = imageFor(type.name, kubernetes, name);
    if (choice.image !== undefined) return { plan: { type, image: choice.image, fromRelease: choice.fromRelease } };
    const serving = imagesServing(type.name, kubernetes);
    return { problems: [notServed(type, name, choice.why, serving)] };
}

function notServed(
    { name }: AwsInstanceTypeFacts,
    wanted: ImageName,
    why: string,
    serving: readonly string[],
): Problem {
    const [first] = serving;
    return {
        id: "image.not-for-type",
        path: "image",
        got: `${shown(wanted)} for ${name}: ${why}`,
        allowed: first === undefined ? `an AMI of your own: no image of EKS serves ${name}` : serving.join(", "),
        fix: first === undefined ? "give image: { ami: … }, or choose another instance type" : `use ${shown(first)}`,
    };
}

/** Any release of an AMI of the user's own serves: the catalogue knows nothing of it. */
function custom(type: AwsInstanceTypeFacts, ami: CustomAmi): Checked<Machine> {
    const problems = amiProblems(type, ami);
    if (problems.length > 0) return { problems };
    const bottlerocket = ami.os === "bottlerocket";
    return {
        plan: {
            type,
            image: {
                name: "CUSTOM",
                os: bottlerocket ? "Bottlerocket" : "AL2023",
                architecture: ami.architecture,
                drivers: ami.drivers,
                advertises: ami.advertises ?? [],
                rootDevice: "/dev/xvda",
                dataDevice: bottlerocket ? "/dev/xvdb" : "/dev/xvda",
            },
            fromRelease: "",
        },
    };
}

function amiProblems(type: AwsInstanceTypeFacts, { id, architecture, drivers, advertises = [] }: CustomAmi): Problem[] {
    const without = advertises.filter(family => !drivers.includes(family));
    return [
        ...(typeof id !== "string" || /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id) ? [] : [notAnId(id)]),
        ...(architecture === type.architecture ? [] : [otherArchitecture(type, architecture)]),
        ...(without.length === 0 ? [] : [advertisesWithoutDriver(without)]),
    ];
}

function notAnId(id: string): Problem {
    return {
        id: "image.ami-id",
        path: "image.ami.id",
        got: shown(id),
        allowed: "ami- and 17 (or 8) of the digits 0-9 and a-f",
        fix: "ask EC2: aws ec2 describe-images --owners self",
    };
}

function otherArchitecture(type: AwsInstanceTypeFacts, architecture: string): Problem {
    return {
        id: "image.architecture",
        path: "image.ami.architecture",
        got: `${architecture} on ${type.name}`,
        allowed: `${type.architecture}: the processors of ${type.name}`,
        fix: `give an AMI for ${type.architecture}, or choose another instance type`,
    };
}

function advertisesWithoutDriver(families: readonly string[]): Problem {
    return {
        id: "image.advertises",
        path: "image.ami.advertises",
        got: families.join(", "),
        allowed: "families whose driver the image holds: drivers",
        fix: `add ${families.join(", ")} to drivers, or remove it from advertises`,
    };
}
