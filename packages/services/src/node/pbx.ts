/** The PBX as our processes know it: its port, never an adapter. */
export {
  type ChannelState,
  type OriginateOrder,
  type PbxControl,
  PbxError,
  type PbxEvent,
  type PbxReach,
  type PbxSnapshot,
  type SipAccount,
} from "@callbay/pbx/port";
