/** Imports run one way: catalog <- fleet <- kubernetes <- aws | gcp <- shared <- index <- stacks. The simulator is the other side of the table. */
const rooms = ["catalog", "fleet", "kubernetes", "(aws|gcp)", "shared"];

const upward = rooms.map((room, depth) => ({
    name: `${room.replace(/\W/g, "-")}-looks-down-only`,
    comment: "A room may import only from itself and from the rooms below it.",
    severity: "error",
    from: { path: `^components/${room}/` },
    to: {
        path: "^components/",
        pathNot: rooms.slice(0, depth + 1).map(below => `^components/${below}/`),
    },
}));

module.exports = {
    forbidden: [
        ...upward,
        { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
        {
            name: "pure-core-knows-no-engine",
            comment: "catalog and fleet run in components, policy packs, tests and on a command line alike.",
            severity: "error",
            from: { path: "^components/(catalog|fleet)/" },
            to: { path: "node_modules/@pulumi/" },
        },
        {
            name: "clouds-do-not-mix",
            severity: "error",
            from: { path: "^components/aws/" },
            to: { path: "^components/gcp/" },
        },
        {
            name: "simulator-shares-only-raw-hardware-facts",
            comment: "If the simulator shared our rules, a wrong rule would prove itself right.",
            severity: "error",
            from: { path: "^sim/" },
            to: { path: "^(components|stacks|tools)/" },
        },
        {
            name: "library-never-sees-the-simulator",
            severity: "error",
            from: { path: "^(components|stacks)/" },
            to: { path: "^(sim|tools|test|bench)/" },
        },
        {
            name: "stacks-use-the-public-surface",
            severity: "error",
            from: { path: "^stacks/" },
            to: {
                path: "^components/",
                pathNot: "^components/(index|(aws|gcp|kubernetes|fleet|catalog)/index|aws/planning)\\.ts$",
            },
        },
        {
            name: "library-runs-on-its-own-dependencies",
            severity: "error",
            from: { path: "^components/" },
            to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: "node_modules/@pulumi/" },
        },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        tsConfig: { fileName: "tsconfig.json" },
        tsPreCompilationDeps: true,
        enhancedResolveOptions: {
            exportsFields: ["exports"],
            conditionNames: ["import", "require", "node", "default", "types"],
        },
    },
};
