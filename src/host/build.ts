/** Written into every bundle by esbuild.js: the version in package.json. */
declare const BUILD_ID: string;

/** Which build this is; the parts of the extension compare it when they say hello. */
export const build: string = BUILD_ID;
