import type { ProblemIdFacts } from "./problem-id-facts";

/** Machines that are set aside, and the pools that use them. */
export const reservationsProblemIds = {
    "reservation.machine-type": {
        meaning:
            "A reservation holds machines of one type only: a pool of another type finds none, and both are paid for.",
        overridable: false,
        example: {
            path: "pools.train.machineType",
            got: "p5.48xlarge, reserved is p5e.48xlarge",
            allowed: "p5e.48xlarge, the type of reservation cr-1",
            fix: "use p5e.48xlarge, or another reservation",
        },
    },
    "reservation.shared": {
        meaning: "Two pools use one reservation: the one that grows first leaves none to the other.",
        overridable: false,
        example: {
            path: "pools.train.capacity, pools.serve.capacity",
            got: "reservation cr-1 for train and serve",
            allowed: "a reservation for one pool",
            fix: "keep it for train and give the others capacity of their own",
        },
    },
    "reservation.too-small": {
        meaning: "The pool may grow beyond the machines that are reserved for it, and finds no more.",
        overridable: false,
        example: {
            path: "pools.train.nodes.max",
            got: "up to 6 nodes, cr-1 has 4",
            allowed: "at most 4, the instances of cr-1",
            fix: "lower nodes.max to 4, or reserve 2 more",
        },
    },
    "reservation.unused": {
        meaning: "No pool uses the reserved machines, which are paid for in any case.",
        overridable: false,
        example: {
            path: "reservations.cr-1",
            got: "4 × p5.48xlarge that no pool uses",
            allowed: "a pool that uses it: reserved machines are paid for in any case",
            fix: "give a pool this reservation as its capacity, or cancel it",
        },
    },
    "reservation.zone": {
        meaning: "Reserved machines stand in one zone: nodes in another one find none.",
        overridable: false,
        example: {
            path: "pools.train.zones",
            got: '["use1-az1"], the reservation is in use1-az2',
            allowed: "use1-az2, the zone of reservation cr-1",
            fix: "place the pool in use1-az2 alone, or use another reservation",
        },
    },
} as const satisfies Record<string, ProblemIdFacts>;
