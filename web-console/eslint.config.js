import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const TEXT_ATTRIBUTES = "/^(aria-label|title|placeholder|label|alt|helperText)$/";

export default tseslint.config(
    { ignores: ["dist", "target", "node_modules", "public", "src/api/schema.ts", "**/*.mjs", "eslint.config.js"] },
    js.configs.recommended,
    tseslint.configs.strictTypeChecked,
    reactHooks.configs.flat.recommended,
    jsxA11y.flatConfigs.strict,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            // A third of the time of all rules together, and what is deprecated is struck through in every editor.
            "@typescript-eslint/no-deprecated": "off",
            "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
            "max-params": ["error", 7],
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            // A virtualised list cannot be memoised by a compiler we do not use.
            "react-hooks/incompatible-library": "off",
        },
    },
    {
        files: ["src/**/*.tsx"],
        ignores: ["src/**/*.test.tsx"],
        rules: {
            "no-restricted-syntax": [
                "error",
                {
                    selector: "JSXText[value=/[A-Za-z\\u4e00-\\u9fff]{2,}/]",
                    message: "Text on the screen comes from t(), so that it exists in every language.",
                },
                {
                    selector: `JSXAttribute[name.name=${TEXT_ATTRIBUTES}] > Literal[value=/[A-Za-z\\u4e00-\\u9fff]{2,}/]`,
                    message: "Text on the screen comes from t(), so that it exists in every language.",
                },
                {
                    selector: "CallExpression[callee.name=/^(setInterval)$/]",
                    message: "The console never polls: data comes from the event stream.",
                },
            ],
        },
    },
    { files: ["src/i18n/**"], rules: { "max-lines": "off" } },
);
