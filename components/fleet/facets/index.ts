/** What a fleet may say of its surroundings: plain data, each part optional and known as far as it is known. */
export type * from "./add-on";
export type * from "./cluster-account";
export type * from "./facet";
export * from "./facet-owner";
export type * from "./facets";
export type * from "./kubernetes-object";
export type * from "./label-supplier";
export type * from "./machine-reservation";
export * from "./merge-facets";
export type * from "./node-role";
export type * from "./placement-group";
export type * from "./pod-template";
export type * from "./queue";
export type * from "./security-group";
export type * from "./step";
export type * from "./subnet";
