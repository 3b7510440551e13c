import { z } from "zod";
import { unshared } from "../../catalog/kubernetes/mechanism-table";
import type { DeviceFamily } from "../../catalog/devices";

/** What a group of devices that are never shared says of the argument by which GPUs are. */
export function notShared(family: Exclude<DeviceFamily, "nvidia">) {
    const why = `nothing: ${unshared[family]}`;
    return { sharing: z.never({ error: why }).describe(`Not here, but ${why}.`).optional() };
}
