/**
 * The part of the shell language that scripts of machines are written in, as a tree. Sources: POSIX.1-2017, Shell Command
 * Language (tokens, quoting, expansions, compound commands, here-documents); GNU bash manual (`[[`, `((`). What is not read is
 * refused by name: arrays, `select`, process substitution, `$'…'`.
 */

/** What stands between `${name` and `}`: a default, another value, or a part that is cut off. */
export interface Change {
    readonly operator: ":-" | "-" | ":=" | "=" | ":+" | "+" | ":?" | "?" | "#" | "##" | "%" | "%%" | "/" | "//";
    readonly operand: Word;
    /** Of `/` and `//`: what comes in the place of the pattern. */
    readonly by: Word;
}

/** A piece of a word; what was quoted is neither split nor taken for a pattern. */
export type Part =
    | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
    | { readonly kind: "variable"; readonly name: string; readonly change?: Change; readonly quoted: boolean }
    /** `${#name}` */
    | { readonly kind: "length"; readonly name: string; readonly quoted: boolean }
    | { readonly kind: "arithmetic"; readonly expression: Word; readonly quoted: boolean }
    | { readonly kind: "output"; readonly of: List; readonly quoted: boolean };

export type Word = readonly Part[];

export type Redirect =
    | { readonly kind: "write" | "append"; readonly from: string; readonly target: Word }
    | { readonly kind: "read"; readonly target: Word }
    | { readonly kind: "here"; readonly text: Word }
    /** `2>&1`: where the first goes, the second goes. */
    | { readonly kind: "join"; readonly from: string; readonly to: string };

interface Redirected {
    readonly redirects: readonly Redirect[];
}

export type Command =
    | (Redirected & {
          readonly kind: "simple";
          readonly assignments: readonly (readonly [name: string, value: Word])[];
          readonly words: readonly Word[];
      })
    | (Redirected & {
          readonly kind: "if";
          readonly branches: readonly { readonly condition: List; readonly body: List }[];
          readonly otherwise: List;
      })
    | (Redirected & {
          readonly kind: "for";
          readonly name: string;
          /** Undefined goes over the arguments. */
          readonly words: readonly Word[] | undefined;
          readonly body: List;
      })
    | (Redirected & {
          readonly kind: "count";
          readonly before: Word;
          readonly condition: Word;
          readonly after: Word;
          readonly body: List;
      })
    | (Redirected & {
          readonly kind: "while";
          readonly until: boolean;
          readonly condition: List;
          readonly body: List;
      })
    | (Redirected & {
          readonly kind: "case";
          readonly word: Word;
          readonly branches: readonly { readonly patterns: readonly Word[]; readonly body: List }[];
      })
    | (Redirected & { readonly kind: "arithmetic"; readonly expression: Word })
    | (Redirected & { readonly kind: "group"; readonly apart: boolean; readonly body: List })
    | { readonly kind: "function"; readonly name: string; readonly body: Command };

export interface Pipeline {
    readonly negated: boolean;
    readonly commands: readonly Command[];
}

/** Pipelines, and what stands between each and the one before it. */
export type List = readonly { readonly after: "&&" | "||" | ";"; readonly pipeline: Pipeline }[];

/** A script that is not read; the message names what it holds. */
export class NotRead extends Error {}
