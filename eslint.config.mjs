import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
    {
        ignores: [
            "dist/**",
            "node_modules/**",
            ".local/**",
            "**/generated/**",
            "**/*.generated.*",
            "test/package/consumer/**",
        ],
    },
    js.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/no-require-imports": ["error", { allow: ["\\.json$"] }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
            "@typescript-eslint/consistent-type-definitions": "off",
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
            "@typescript-eslint/consistent-type-imports": "error",
            "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, varsIgnorePattern: "^_" }],
            eqeqeq: "error",
        },
    },
    {
        // The provider and engine protocols are generated JavaScript with loose types; the rule would only move the casts.
        files: ["test/**/*.ts"],
        rules: {
            "@typescript-eslint/no-non-null-assertion": "off",
            "@typescript-eslint/no-floating-promises": "error",
        },
    },
    {
        files: ["**/*.mjs", "**/*.cjs"],
        languageOptions: {
            globals: {
                process: "readonly",
                console: "readonly",
                module: "writable",
                require: "readonly",
                __dirname: "readonly",
                exports: "writable",
                fetch: "readonly",
                setTimeout: "readonly",
                setInterval: "readonly",
                clearTimeout: "readonly",
                URL: "readonly",
                Buffer: "readonly",
            },
        },
    },
);
