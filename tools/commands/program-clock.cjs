"use strict";

// Loaded before everything else where the account's clock was moved: a program that plans for "now" plans for the account's.
// Only the program is told. What signs and checks tokens goes by the machine's time, as Kubernetes does.
const ahead = Number(process.env.PULUMI_ACCELERATORS_CLOCK_AHEAD);
const isProgram = /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(process.argv[1] ?? "");

if (isProgram && Number.isFinite(ahead)) {
    const MachineDate = Date;
    globalThis.Date = class extends MachineDate {
        constructor(...given) {
            super(...(given.length === 0 ? [MachineDate.now() + ahead] : given));
        }

        static now() {
            return MachineDate.now() + ahead;
        }
    };
}
