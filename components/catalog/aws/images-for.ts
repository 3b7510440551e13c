import { accelerators } from "../accelerators";
import { isAcceleratorFamily } from "../devices";
import { once } from "../once";
import { nodeImages, type NodeImageFacts, type NodeImageName } from "./images";
import { acceleratorFamilyOf, awsInstanceType, type AwsInstanceTypeFacts } from "./instance-types";

/** Whether an image serves a type on a Kubernetes version. */
export interface ImageVerdict {
    readonly image: NodeImageName;
    readonly serves: boolean;
    /** First AMI release (`20260917`) that serves the type; empty when every release does, or none. */
    readonly fromRelease: string;
    /** Why the image does not serve; empty when it does. */
    readonly why: string;
}

/** A row of the support table: what a source says of one image and one instance family. */
export interface ImageSupport {
    readonly image: NodeImageName;
    readonly instanceFamily: string;
    readonly serves: boolean;
    readonly fromRelease: string;
    readonly why: string;
    readonly asOf: string;
    readonly source: string;
}

const support = once(() => {
    const rows = require("../generated/aws-image-support.json") as readonly ImageSupport[];
    return new Map(rows.map(row => [`${row.image} ${row.instanceFamily}`, row]));
});

/**
 * What each node image of the catalogue says to a type: those that serve it come first, AL2023 before Bottlerocket. Decided
 * by architecture, by the driver the image holds where the accelerators need one, and by the support table (data/aws-image-support.csv).
 *
 * @example imagesFor("p5.48xlarge", "1.35")[0]; // { image: "AL2023_x86_64_NVIDIA", serves: true, fromRelease: "", why: "" }
 * @returns a refusal from every image for a type or a version that the catalogue does not know.
 */
export function imagesFor(type: string, kubernetesVersion: string): readonly ImageVerdict[] {
    const facts = awsInstanceType(type);
    const verdicts = nodeImages().map(image => verdict(image, type, facts, kubernetesVersion));
    return [...verdicts.filter(({ serves }) => serves), ...verdicts.filter(({ serves }) => !serves)];
}

function verdict(
    image: NodeImageFacts,
    type: string,
    facts: AwsInstanceTypeFacts | undefined,
    kubernetesVersion: string,
): ImageVerdict {
    const refuse = (why: string): ImageVerdict => ({ image: image.name, serves: false, fromRelease: "", why });
    if (!facts) return refuse(`the catalogue has no instance type ${type}`);
    if (!image.kubernetes.some(version => version === kubernetesVersion)) {
        return refuse(`the catalogue knows no ${image.name} for Kubernetes ${kubernetesVersion}`);
    }
    if (image.architecture !== facts.architecture) {
        return refuse(`${type} is ${facts.architecture}, the image is ${image.architecture}`);
    }
    if (facts.accelerator.kind === "none") {
        if (image.generalPurpose) return { image: image.name, serves: true, fromRelease: "", why: "" };
        const drivers = image.drivers.filter(isAcceleratorFamily);
        return refuse(`${type} has no accelerator for the image's ${drivers.join(", ")} driver`);
    }
    const family = acceleratorFamilyOf(facts);
    if (!family || (accelerators[family].needsDriver && !image.drivers.includes(family))) {
        return refuse(`the image holds no driver for ${facts.accelerator.vendor} ${facts.accelerator.model}`);
    }
    const row = support().get(`${image.name} ${facts.family}`);
    if (!row) return refuse(`no source says that the image serves ${facts.family}`);
    return { image: image.name, serves: row.serves, fromRelease: row.fromRelease, why: row.why };
}
