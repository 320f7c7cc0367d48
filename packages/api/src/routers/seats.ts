import { assignSeat } from "@callbay/services/seat/assign";
import { listLeasedSeats } from "@callbay/services/seat/list";
import { issueSeatPhone, revokeSeatPhone } from "@callbay/services/seat/phone";
import { createSeats, listSeats } from "@callbay/services/seat/pool";
import { quoteSeats } from "@callbay/services/seat/quote";
import { releaseSeats } from "@callbay/services/seat/release";
import { rentSeats } from "@callbay/services/seat/rent";
import { setSeatRecording } from "@callbay/services/seat/set-recording";
import { ask, change, router } from "../trpc.ts";

export const seatsRouter = router({
  list: ask(listLeasedSeats),
  quote: ask(quoteSeats),
  rent: change(rentSeats),
  release: change(releaseSeats),
  assign: change(assignSeat),
  setRecording: change(setSeatRecording),
  issuePhone: change(issueSeatPhone),
  revokePhone: change(revokeSeatPhone),
});

export const operatorSeatsRouter = router({
  list: ask(listSeats),
  create: change(createSeats),
});
