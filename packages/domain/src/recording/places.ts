/** Where recordings can lie; a recording's row says where it does. */
export const RECORDING_PLACES = ["disk", "s3"] as const;
export type RecordingPlace = (typeof RECORDING_PLACES)[number];
