// The version of the page, which the build puts in.

declare const MASKPOINT_VERSION: string;
export const version: string = MASKPOINT_VERSION;
