import * as pulumi from "@pulumi/pulumi";
import * as config from "@pulumi/aws/config";
import { asInstant } from "../components/fleet";
import { readSettings } from "./configuration";
import { declareFleet } from "./fleet";
import { planStack } from "./plan";

// Everything is decided, and refused with all problems at once, before the first resource is registered.
const stack = pulumi.getStack();
const settings = readSettings(stack, pulumi.runtime.allConfig());
planStack(stack, settings, {
    defaults: { region: config.region, profile: config.profile },
    now: asInstant(Date.now()),
});

export = declareFleet(settings, config.region);
