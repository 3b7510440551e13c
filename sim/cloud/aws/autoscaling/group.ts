import type { Account, Call, Props, ResourceType, StoredResource } from "../../contract";
import { flag, number, optionalNumber, optionalText, record, text, texts } from "../../props";
import { subnetById } from "../ec2/subnets";
import { autoScalingError } from "./errors";
import { follow, refresh, resized, showNodes, takeDown } from "./group-life";
import { refuseSizes, refuseSubnets, refuseWhatIsNotSimulated } from "./group-rules";
import { failedActivity, groupById, newestTemplate, withTemplate } from "./group-state";
import { groupTime } from "./group-time";
import { refuseUnfit, templateOf } from "./template";
import { AUTO_SCALING_GROUP } from "./tokens";

/**
 * `aws:autoscaling/group:Group` with a launch template. Rules: EC2 Auto Scaling API, CreateAutoScalingGroup and its fellows;
 * what the provider waits for: terraform-provider-aws `internal/service/autoscaling/group.go`.
 */
export const autoScalingGroup: ResourceType = {
    token: AUTO_SCALING_GROUP,
    title: "Auto Scaling Group",
    operations: {
        create: "CreateAutoScalingGroup",
        read: "DescribeAutoScalingGroups",
        update: "UpdateAutoScalingGroup",
        delete: "DeleteAutoScalingGroup",
    },
    named: inputs => optionalText(inputs, "name") ?? "",
    waitsFor: "capacity satisfied",
    autoname: { property: "name", maxLength: 255 },
    replaceOn: ["name", "namePrefix"],
    defaults: {
        forceDelete: false,
        forceDeleteWarmPool: false,
        healthCheckGracePeriod: 300,
        ignoreFailedScalingActivities: false,
        metricsGranularity: "1Minute",
        protectFromScaleIn: false,
        waitForCapacityTimeout: "10m",
    },
    computed: [
        "availabilityZoneDistribution",
        "availabilityZones",
        "capacityReservationSpecification",
        "defaultCooldown",
        "desiredCapacity",
        "healthCheckType",
        "launchTemplate.id",
        "launchTemplate.name",
        "name",
        "namePrefix",
        "serviceLinkedRoleArn",
        "vpcZoneIdentifiers",
    ],
    unordered: ["vpcZoneIdentifiers", "tags", "terminationPolicies"],

    create(call, inputs) {
        const { account, region } = call;
        const operation = "CreateAutoScalingGroup";
        refuseWhatIsNotSimulated(inputs, operation);
        refuseSizes(inputs, operation);
        refuseSubnets(call, inputs, operation);
        const serial = account.newId("asg").slice(4);
        const name = optionalText(inputs, "name") ?? `${optionalText(inputs, "namePrefix") ?? "terraform-"}${serial}`;
        if (groupById(account, region, name))
            throw autoScalingError(
                operation,
                "AlreadyExists",
                `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
            );
        const template = templateOf(call, inputs, operation);
        refuseUnfit(call, template, operation);
        const place = `arn:${account.partition}:autoscaling:${region}:${account.accountId}`;
        return {
            id: name,
            outputs: {
                arn: `${place}:autoScalingGroup:${serial}:autoScalingGroupName/${name}`,
                name,
                namePrefix: optionalText(inputs, "namePrefix") ?? "",
                desiredCapacity: optionalNumber(inputs, "desiredCapacity") ?? number(inputs, "minSize"),
                predictedCapacity: 0,
                warmPoolSize: 0,
                defaultCooldown: optionalNumber(inputs, "defaultCooldown") ?? 300,
                healthCheckType: optionalText(inputs, "healthCheckType") ?? "EC2",
                loadBalancers: [],
                targetGroupArns: [],
                trafficSources: [],
                serviceLinkedRoleArn: serviceLinkedRole(account),
                ...described(call, inputs, template),
            },
            hidden: withTemplate({}, template),
        };
    },

    update(call, current, inputs) {
        const operation = "UpdateAutoScalingGroup";
        refuseWhatIsNotSimulated(inputs, operation);
        refuseSizes(inputs, operation);
        refuseSubnets(call, inputs, operation);
        const template = templateOf(call, inputs, operation);
        const { id, version } = newestTemplate(current);
        const changes = template.id !== id || template.version !== version;
        if (changes) {
            refuseUnfit(call, template, operation);
            call.account.store.put({ ...current, hidden: withTemplate(current.hidden, template) });
        }
        const asked = optionalNumber(inputs, "desiredCapacity");
        const sizes = {
            minSize: number(inputs, "minSize"),
            maxSize: number(inputs, "maxSize"),
            ...(asked !== undefined && asked !== current.inputs.desiredCapacity && { desiredCapacity: asked }),
        };
        const { desiredCapacity } = resized(current.outputs, sizes);
        return { desiredCapacity: desiredCapacity ?? 0, ...described(call, inputs, template) };
    },

    read: (_, current) => {
        const { minSize, maxSize, desiredCapacity } = current.outputs;
        return { minSize: minSize ?? 0, maxSize: maxSize ?? 0, desiredCapacity: desiredCapacity ?? 0 };
    },
    remove: () => undefined,

    async settle(call, id, after) {
        if (after === "delete") return takeDown(call, id);
        const group = groupById(call.account, call.region, id);
        if (after === "update" && record(group?.inputs ?? {}, "instanceRefresh")) await refresh(call, id);
        const refusal = await follow(call, id);
        await showNodes(call, id);
        if (refusal && group && waits(group)) throw new Error(activityText(call, id, refusal.text));
    },

    async resume(call, current) {
        await follow(call, current.id);
        await showNodes(call, current.id);
    },

    timed: groupTime,
};

/** "waiting for Auto Scaling Group (…) capacity satisfied: scaling activity (…): Failed: …" (terraform-provider-aws 33665). */
function activityText(call: Call, id: string, reason: string): string {
    const group = groupById(call.account, call.region, id);
    const known = group && failedActivity(group);
    const serial = Buffer.from(known ?? reason)
        .toString("hex")
        .slice(0, 12);
    return `scaling activity (${serial}): Failed: ${reason} Launching EC2 instance failed.`;
}

/** A timeout of zero, or leave to ignore failures, makes the provider go on at once. */
function waits({ inputs }: StoredResource): boolean {
    const never = /^0[smh]?$/.test(optionalText(inputs, "waitForCapacityTimeout") ?? "10m");
    return !never && !flag(inputs, "ignoreFailedScalingActivities");
}

function described({ account, region }: Call, inputs: Props, template: ReturnType<typeof templateOf>): Props {
    const subnetIds = texts(inputs, "vpcZoneIdentifiers");
    const zones = subnetIds.map(id => subnetById(account, region, id)?.zone ?? "");
    return {
        vpcZoneIdentifiers: subnetIds,
        availabilityZones: [...new Set(zones)].sort(),
        launchTemplate: {
            id: template.id,
            name: template.name,
            version: text({ version: "$Default", ...record(inputs, "launchTemplate") }, "version"),
        },
    };
}

function serviceLinkedRole({ partition, accountId }: Account): string {
    const path = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
    return `arn:${partition}:iam::${accountId}:role/${path}`;
}
