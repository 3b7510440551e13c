/**
 * Units of systemd that scripts write, start and enable. Sources: systemd.service(5) (ExecStart= and ExecStop=, prefixes, Type=
 * oneshot, RemainAfterExit=: ExecStop= is not run for what failed to start, and at once for a oneshot that does not remain),
 * systemd.unit(5) (specifiers, templates, ConditionPathExists=), systemctl(1). A service that is no oneshot is taken to run until
 * the machine goes. Units that no script wrote are the image's: what becomes of them is not simulated.
 */
import type { Files } from "../../../../shell/files";
import type { Program, Result } from "../../../../shell/machine";

/** Runs one command line, as words with their quotes. */
export type CommandRunner = (line: string) => Result;

const directories = ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"];

/** Settings of a unit, by their names, in the order in which they stand. */
type Unit = ReadonlyMap<string, readonly string[]>;

export class Systemd {
    /** Units that run, in the order in which they started. */
    private readonly active = new Set<string>();
    private readonly failed = new Set<string>();

    constructor(
        private readonly files: Files,
        private readonly run: CommandRunner,
        private readonly report: (problem: string) => void,
    ) {}

    readonly systemctl: Program = ([, ...words]) => {
        const [verb = "", ...names] = words.filter(word => !word.startsWith("-"));
        const units = names.map(name => (/\.\w+$/.test(name) ? name : `${name}.service`));
        const each = (work: (unit: string) => number): Result => {
            const statuses = units.map(work);
            return { status: statuses.find(status => status !== 0) ?? 0, output: "" };
        };
        switch (verb) {
            case "start":
                return each(unit => this.start(unit));
            case "restart":
            case "reload-or-restart":
                return each(unit => {
                    this.stop(unit);
                    return this.start(unit);
                });
            case "stop":
                return each(unit => this.stop(unit));
            case "enable":
                return each(unit => this.enable(unit, words.includes("--now")));
            case "disable":
                return each(unit => (words.includes("--now") ? this.stop(unit) : 0));
            case "is-active":
                return each(unit => (this.active.has(unit) || !this.unit(unit) ? 0 : 3));
            case "is-failed":
                return each(unit => (this.failed.has(unit) ? 0 : 1));
            default:
                return { status: 0, output: "" };
        }
    };

    /** The machine goes: what started last stops first. */
    shutDown(): void {
        for (const unit of [...this.active].reverse()) this.stop(unit);
    }

    /** The next boot starts it; this one does only with `--now`. */
    private enable(name: string, now: boolean): number {
        const unit = this.unit(name);
        for (const target of unit?.get("WantedBy") ?? [])
            this.files.link(`/etc/systemd/system/${target}.wants/${name}`);
        return now ? this.start(name) : 0;
    }

    private start(name: string): number {
        const unit = this.unit(name);
        if (!unit || this.active.has(name)) return 0;
        for (const other of [...words(unit, "Requires"), ...words(unit, "Wants")])
            if (this.start(other) !== 0 && words(unit, "Requires").includes(other)) return 1;
        if (!this.conditionHolds(unit)) return 0;
        const oneshot = unit.get("Type")?.at(-1) === "oneshot";
        const began = ["ExecStartPre", "ExecStart", "ExecStartPost"].every(setting =>
            this.carriesOut(name, unit, setting),
        );
        if (!began) {
            this.failed.add(name);
            this.carriesOut(name, unit, "ExecStopPost");
            // Whoever starts a service that is no oneshot does not wait for its end.
            return oneshot ? 1 : 0;
        }
        this.active.add(name);
        const remains = /^(yes|true|1|on)$/i.test(unit.get("RemainAfterExit")?.at(-1) ?? "no");
        if (oneshot && !remains) this.stop(name);
        return 0;
    }

    private stop(name: string): number {
        const unit = this.unit(name);
        if (!unit || !this.active.delete(name)) return 0;
        const stopped = this.carriesOut(name, unit, "ExecStop");
        this.carriesOut(name, unit, "ExecStopPost");
        if (!stopped) this.failed.add(name);
        return 0;
    }

    /** False where a command failed that may not; those behind it are left out. */
    private carriesOut(name: string, unit: Unit, setting: string): boolean {
        return (unit.get(setting) ?? []).every(written => {
            const [, prefix = "", command = ""] = /^([-@:+!]*)([^]*)$/.exec(written) ?? [];
            const environment = this.environment(unit);
            const { status } = this.run(commandLine(environment, command));
            if (status === 0 || prefix.includes("-")) return true;
            this.report(`${name}: ${setting} ended with status ${status}: ${command}`);
            return false;
        });
    }

    /** `Environment=A=b "C=d e"`, and the lines of `EnvironmentFile=`. */
    private environment(unit: Unit): ReadonlyMap<string, string> {
        const written = (unit.get("Environment") ?? []).flatMap(value => value.match(/"[^"]*"|'[^']*'|\S+/g) ?? []);
        const files = (unit.get("EnvironmentFile") ?? []).map(path => this.files.read(path.replace(/^-/, "")) ?? "");
        const lines = files.flatMap(text => text.split("\n").filter(line => /^\w+=/.test(line)));
        return new Map(
            [...written, ...lines].flatMap(each => {
                const [, name, value = ""] = /^["']?(\w+)=["']?(.*?)["']?$/.exec(each) ?? [];
                return name === undefined ? [] : [[name, value] as const];
            }),
        );
    }

    private conditionHolds(unit: Unit): boolean {
        return (unit.get("ConditionPathExists") ?? []).every(condition =>
            condition.startsWith("!") ? !this.files.exists(condition.slice(1)) : this.files.exists(condition),
        );
    }

    /** What a script wrote, of the unit or of the template that it is made from. */
    private unit(name: string): Unit | undefined {
        const [, template = "", instance = "", suffix = ""] = /^([^@]+)@(.+)(\.\w+)$/.exec(name) ?? [];
        const candidates = template === "" ? [name] : [name, `${template}@${suffix}`];
        const paths = candidates.flatMap(each => directories.map(directory => `${directory}/${each}`));
        const source = paths.map(path => this.files.read(path)).find(each => each !== undefined);
        if (source === undefined) return undefined;
        const specified = source.replace(/%[%in]/g, hit => (hit === "%%" ? "%" : hit === "%i" ? instance : name));
        return settingsOf(specified);
    }
}

/** systemd itself puts its variables in, also inside quotes, and `$` for `$$` (systemd.service(5), "Command lines"). */
function commandLine(environment: ReadonlyMap<string, string>, command: string): string {
    const filled = command.replace(/\$\$|\$\{(\w+)\}|\$([A-Za-z_]\w*)/g, (hit, braced?: string, plain?: string) =>
        hit === "$$" ? "$" : (environment.get(braced ?? plain ?? "") ?? ""),
    );
    const given = [...environment].map(([name, value]) => `${name}='${value.replaceAll("'", "")}'`);
    return [...given, filled].join(" ");
}

/** A setting that is given empty forgets what was said before. */
function settingsOf(source: string): Unit {
    const settings = new Map<string, string[]>();
    for (const line of source.replace(/\\\n\s*/g, " ").split("\n")) {
        const [, name, value = ""] = /^([A-Za-z]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        if (name === undefined) continue;
        settings.set(name, value === "" ? [] : [...(settings.get(name) ?? []), value]);
    }
    return settings;
}

function words(unit: Unit, setting: string): readonly string[] {
    return (unit.get(setting) ?? []).flatMap(value => value.split(/\s+/));
}
