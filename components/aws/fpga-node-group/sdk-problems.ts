import { shown, type Problem } from "../../fleet/problem";
import type { NodeGroupArgs } from "../node-group/arguments";
import { customAmi } from "../node-group/custom-ami";
import type { FpgaSdkArchive } from "./arguments";
import { holdsTools, installsKit, isLinked } from "./tools";

/** What is wrong with the development kit that the nodes install, and with the image on which they do. */
export function sdkProblems(
    machineType: string,
    sdk: FpgaSdkArchive | undefined,
    args: Pick<NodeGroupArgs, "image">,
): Problem[] {
    return [...archiveProblems(sdk), ...unusedProblems(machineType, sdk, args), ...imageProblems(machineType, args)];
}

/** Addresses and checksums are written into a shell script, and with it into user data, of which EC2 takes 16 KiB. */
function archiveProblems(sdk: FpgaSdkArchive | undefined): Problem[] {
    if (sdk === undefined) return [];
    const { url, sha256 } = sdk;
    return [
        ...(isAddress(url) ? [] : [notAnAddress(url)]),
        ...(/^[0-9a-f]{64}$/.test(sha256) ? [] : [notAChecksum(sha256)]),
    ];
}

const longestAddress = 2048;

function isAddress(url: string): boolean {
    return url.length <= longestAddress && /^https:\/\/[A-Za-z0-9.-]+(:\d+)?\/[A-Za-z0-9._~/%?&=+@:,-]+$/.test(url);
}

function notAnAddress(url: string): Problem {
    return {
        id: "fpga.sdk",
        path: "sdk.url",
        got: url.length > longestAddress ? `${url.length} characters: ${shown(url)}` : shown(url),
        allowed: `https://, a host and a path, ${longestAddress} characters at most: letters, digits and . _ ~ / % ? & = + @ : , -`,
        fix: "give an address as it stands in a browser, with everything else percent-encoded",
    };
}

function notAChecksum(sha256: string): Problem {
    const meant = sha256.trim().toLowerCase();
    return {
        id: "fpga.sdk",
        path: "sdk.sha256",
        got: sha256.length > 64 ? `${sha256.length} characters: ${shown(sha256)}` : shown(sha256),
        allowed: "64 of the digits 0-9 and a-f",
        fix: /^[0-9a-f]{64}$/.test(meant)
            ? `write ${shown(meant)}`
            : "take it of the archive that you looked at: sha256sum aws-fpga.tar.gz",
    };
}

function unusedProblems(
    machineType: string,
    sdk: FpgaSdkArchive | undefined,
    args: Pick<NodeGroupArgs, "image">,
): Problem[] {
    if (sdk === undefined || installsKit(machineType, args)) return [];
    const inImage = holdsTools(args);
    return [
        {
            id: "fpga.sdk",
            path: "sdk",
            got: inImage
                ? "a kit to install beside an image that holds the tools"
                : `a kit to install on ${machineType}`,
            allowed: "nothing: it is not installed",
            fix: inImage ? 'leave sdk out, or remove "fpga" from image.ami.drivers' : "leave sdk out",
        },
    ];
}

function imageProblems(machineType: string, args: Pick<NodeGroupArgs, "image">): Problem[] {
    const own = customAmi(args);
    const { image } = args;
    if (own?.os === "bottlerocket" || (typeof image === "string" && image.startsWith("bottlerocket"))) {
        return [cannotInstall(own === undefined ? shown(image) : "an AMI with Bottlerocket")];
    }
    return own === undefined || isLinked(machineType) || holdsTools(args) ? [] : [withoutRuntime(machineType)];
}

function cannotInstall(got: string): Problem {
    return {
        id: "fpga.image",
        path: "image",
        got,
        allowed:
            "al2023, or an AMI of your own made from it: Bottlerocket runs no FPGA management tools, which load images as root through sysfs",
        fix: 'leave image out, or use image: "al2023"',
    };
}

function withoutRuntime(machineType: string): Problem {
    return {
        id: "fpga.image",
        path: "image.ami.drivers",
        got: `an AMI without a driver for FPGAs, for ${machineType}`,
        allowed: "an AMI with AMD's runtime XRT, by which the plugin finds the FPGAs of F1",
        fix: 'install XRT in the AMI, and say so: drivers: ["fpga"]',
    };
}
