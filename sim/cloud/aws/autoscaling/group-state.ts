/** An Auto Scaling group as it is kept: sizes, and which template each instance was started from. */
import type { Account, Json, Props, StoredResource } from "../../contract";
import { number, optionalText, record, text, textMap, texts } from "../../props";
import { instancesOfOwner, type Instance } from "../ec2/instances";
import type { LaunchTemplateVersion } from "../ec2/launch-templates";
import { AUTO_SCALING_GROUP } from "./tokens";

export interface Sizes {
    readonly min: number;
    readonly max: number;
    readonly desired: number;
}

export function groupById(account: Account, region: string, id: string): StoredResource | undefined {
    return account.store.get(AUTO_SCALING_GROUP, region, id);
}

export function sizesOf(group: StoredResource): Sizes {
    const { outputs } = group;
    return {
        min: number(outputs, "minSize"),
        max: number(outputs, "maxSize"),
        desired: number(outputs, "desiredCapacity"),
    };
}

export function runningOf(account: Account, group: StoredResource): readonly Instance[] {
    return instancesOfOwner(account, group.region, text(group.outputs, "arn"));
}

/** New instances start from the newest template; it is kept as it was, whatever becomes of the launch template. */
export function withTemplate(hidden: Props, { id, version, data }: LaunchTemplateVersion): Props {
    const key = `${id} ${version}`;
    return { ...hidden, templates: { ...record(hidden, "templates"), [key]: data }, newest: key };
}

export function newestTemplate(group: StoredResource): { readonly id: string; readonly version: number; data: Props } {
    const key = text(group.hidden, "newest");
    const [id = "", version = ""] = key.split(" ");
    return { id, version: Number(version), data: templateData(group, key) };
}

export function templateOfInstance(group: StoredResource, instanceId: string): Props {
    return templateData(group, textMap(group.hidden, "launchedFrom")[instanceId] ?? text(group.hidden, "newest"));
}

export function isOutdated(group: StoredResource, instanceId: string): boolean {
    return textMap(group.hidden, "launchedFrom")[instanceId] !== text(group.hidden, "newest");
}

export function withLaunched(hidden: Props, instanceId: string): Props {
    return { ...hidden, launchedFrom: { ...textMap(hidden, "launchedFrom"), [instanceId]: text(hidden, "newest") } };
}

export function withoutInstances(hidden: Props, instanceIds: readonly string[]): Props {
    const kept = Object.entries(textMap(hidden, "launchedFrom")).filter(([id]) => !instanceIds.includes(id));
    return { ...hidden, launchedFrom: Object.fromEntries(kept), joined: joinedOf(hidden, instanceIds) };
}

/** Instances that EC2 no longer has, for whatever reason. */
export function lostInstances(account: Account, group: StoredResource): readonly string[] {
    const running = new Set(runningOf(account, group).map(each => each.id));
    return Object.keys(textMap(group.hidden, "launchedFrom")).filter(each => !running.has(each));
}

export function hasJoined(group: StoredResource, instanceId: string): boolean {
    return texts(group.hidden, "joined").includes(instanceId);
}

/** The newest activity that failed, in EC2's words; undefined when the last one succeeded. */
export function failedActivity(group: StoredResource): string | undefined {
    return optionalText(group.hidden, "failedActivity");
}

function templateData(group: StoredResource, key: string): Props {
    return record(record(group.hidden, "templates") ?? {}, key) ?? {};
}

function joinedOf(hidden: Props, gone: readonly string[]): Json {
    return texts(hidden, "joined").filter(each => !gone.includes(each));
}
