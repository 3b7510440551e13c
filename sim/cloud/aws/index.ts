import type { LookupFunction, ResourceType } from "../contract";
import * as autoscaling from "./autoscaling";
import * as ec2 from "./ec2";
import * as eks from "./eks";
import * as iam from "./iam";
import * as kms from "./kms";
import * as logs from "./logs";
import * as quotas from "./quotas";
import * as region from "./region";
import * as resourcegroups from "./resourcegroups";
import * as s3 from "./s3";
import * as ssm from "./ssm";
import * as sts from "./sts";

const services = [autoscaling, ec2, eks, iam, kms, logs, quotas, region, resourcegroups, s3, ssm, sts];

/** Every type of resource that the simulated account holds. */
export const resourceTypes: readonly ResourceType[] = services.flatMap(service => service.resourceTypes);

/** Every lookup that the simulated account answers. */
export const lookups: readonly LookupFunction[] = services.flatMap(service => service.lookups);
