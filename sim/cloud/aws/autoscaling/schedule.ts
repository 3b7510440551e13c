import type { Call, Props, ResourceType, StoredResource } from "../../contract";
import { optionalNumber, optionalText, text } from "../../props";
import { rfc3339 } from "../../rfc3339";
import { autoScalingError, invalid } from "./errors";
import { follow, resized, showNodes } from "./group-life";
import { groupById } from "./group-state";
import { SCHEDULE } from "./tokens";

/** -1 means "leave it": terraform-provider-aws `internal/service/autoscaling/schedule.go`. */
const untouched = -1;

/**
 * `aws:autoscaling/schedule:Schedule`: a scheduled action that runs once. Rules: EC2 Auto Scaling API,
 * PutScheduledUpdateGroupAction; a recurring one is refused by name.
 */
export const schedule: ResourceType = {
    token: SCHEDULE,
    title: "Auto Scaling Scheduled Action",
    operations: {
        create: "PutScheduledUpdateGroupAction",
        update: "PutScheduledUpdateGroupAction",
        read: "DescribeScheduledActions",
        delete: "DeleteScheduledAction",
    },
    named: inputs => text(inputs, "scheduledActionName"),
    replaceOn: ["autoscalingGroupName", "scheduledActionName"],
    defaults: { minSize: 0, maxSize: 0, desiredCapacity: 0 },
    computed: ["endTime", "recurrence", "startTime", "timeZone"],
    create(call, inputs) {
        refuse(call, inputs);
        const { account, region } = call;
        const group = text(inputs, "autoscalingGroupName");
        const name = text(inputs, "scheduledActionName");
        const place = `arn:${account.partition}:autoscaling:${region}:${account.accountId}`;
        return {
            id: `${group}/${name}`,
            outputs: {
                arn: `${place}:scheduledUpdateGroupAction:${account.newId("sua").slice(4)}:autoScalingGroupName/${group}:scheduledActionName/${name}`,
                endTime: optionalText(inputs, "endTime") ?? "",
                recurrence: "",
                startTime: rfc3339(startOf(call, inputs)),
                timeZone: optionalText(inputs, "timeZone") ?? "",
            },
        };
    },
    update(call, current, inputs) {
        if (inputs.startTime !== current.inputs.startTime) refuse(call, inputs);
        return {};
    },
    // One that has run is not listed any more; that it goes at once is not verified.
    read: (_, current) => (current.hidden.done === true ? undefined : {}),
    remove: () => undefined,
    timed: {
        next: (_, current) => (current.hidden.done === true ? undefined : new Date(text(current.outputs, "startTime"))),
        async pass(call, id) {
            const action = call.account.store.get(SCHEDULE, call.region, id);
            if (!action) return;
            const groupId = text(action.inputs, "autoscalingGroupName");
            await call.account.change(() => carryOut(call, action, groupId));
            await follow(call, groupId);
            await showNodes(call, groupId);
        },
    },
};

function carryOut({ account, region }: Call, action: StoredResource, groupId: string): void {
    account.store.put({ ...action, hidden: { ...action.hidden, done: true } });
    const group = groupById(account, region, groupId);
    if (!group) return;
    const sizes = (["minSize", "maxSize", "desiredCapacity"] as const).flatMap(key => {
        const value = optionalNumber(action.inputs, key) ?? untouched;
        return value === untouched ? [] : [[key, value] as const];
    });
    account.store.put({ ...group, outputs: resized(group.outputs, Object.fromEntries(sizes)) });
}

function refuse(call: Call, inputs: Props): void {
    const operation = "PutScheduledUpdateGroupAction";
    const name = text(inputs, "autoscalingGroupName");
    if (!groupById(call.account, call.region, name))
        throw invalid(operation, `AutoScalingGroup name not found - AutoScalingGroup ${name} not found`);
    if (optionalText(inputs, "recurrence") !== undefined)
        throw autoScalingError(
            operation,
            "NotSimulated",
            "the local cloud does not simulate recurring scheduled actions",
        );
    if (startOf(call, inputs) < call.account.now()) throw invalid(operation, "Given start time is in the past");
}

function startOf({ account }: Call, inputs: Props): Date {
    const start = optionalText(inputs, "startTime");
    return start === undefined ? account.now() : new Date(start);
}
