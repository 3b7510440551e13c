/** What the hardware is: dated, sourced facts and their lookups. Pure; nothing is read before the first question. */
export * from "./accelerators";
export type * from "./device-family";
export * from "./devices";
export * from "./aws/addons";
export * from "./aws/images";
export * from "./aws/images-for";
export * from "./aws/instance-types";
export * from "./aws/network-cards";
export * from "./aws/offerings";
export * from "./aws/prices";
export * from "./aws/quotas";
export * from "./aws/registries";
export type * from "./known";
export * from "./kubernetes/eks-versions";
export * from "./kubernetes/mechanisms";
export * from "./kubernetes/plugins";
export * from "./mig";
export * from "./nearest";
