/** How the nodes of a pool are wired to each other: interfaces, EFA, and where the machines stand. */
export * from "./efa-choice";
export * from "./fabric";
export * from "./fabric-of";
export * from "./fabric-problems";
export * from "./huge-pages";
export * from "./interfaces";
export * from "./placement";
