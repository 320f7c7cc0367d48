export type UploadEnd =
  | { readonly ok: true; readonly importId: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface Upload {
  readonly done: Promise<UploadEnd>;
  cancel(): void;
}

function refusal(body: unknown): { code: string; message: string } | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) return null;
  return { code: String(error.code), message: String(error.message) };
}

/**
 * Sends a file as it lies on the disk. XMLHttpRequest, because fetch does not tell how many bytes have left; what
 * `onProgress` is told is what the browser has handed to the network, never a guess.
 */
export function uploadFile(url: string, file: File, onProgress: (sentBytes: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<UploadEnd>((resolve) => {
    const offline = { ok: false, code: "OFFLINE", message: "" } as const;
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => resolve(offline);
    request.onabort = () => resolve({ ok: false, code: "CANCELLED", message: "" });
    request.onload = () => {
      const body: unknown = request.response;
      const refused = refusal(body);
      if (refused) resolve({ ok: false, ...refused });
      else if (typeof body === "object" && body !== null && "importId" in body)
        resolve({ ok: true, importId: String(body.importId) });
      else resolve(offline);
    };
  });
  request.open("POST", url);
  request.responseType = "json";
  request.setRequestHeader("content-type", "application/octet-stream");
  request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
  request.send(file);
  return { done, cancel: () => request.abort() };
}
