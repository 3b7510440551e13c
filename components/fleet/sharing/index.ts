/** How pods share the accelerators of a pool. */
export * from "./mig-layout";
export * from "./mig-problems";
export * from "./sharing";
export * from "./sharing-choice";
export * from "./sharing-problems";
