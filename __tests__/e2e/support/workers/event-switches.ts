/** Partition of the recorder's table that holds the switches. */
export const SWITCHES = "switches";
