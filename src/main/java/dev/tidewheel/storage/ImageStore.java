package dev.tidewheel.storage;

import java.net.URI;

/** Keeps pictures under addresses that depend on nothing but the request id and the index. */
public interface ImageStore {

  /**
   * Stores a picture. Storing it twice is the same as storing it once.
   *
   * @param requestId id of the request: any text at all
   * @param index which of the request's pictures, from 0
   * @param extension ending of the file name without its dot: letters and digits
   * @param bytes the encoded picture
   * @return where it lies
   * @throws StorageException where it could not be stored; says what to do
   */
  URI put(String requestId, int index, String extension, byte[] bytes);

  /**
   * Reads a picture that lies in the store.
   *
   * @param address where, as {@link #put} says it
   * @param mostBytes the largest file that is read
   * @throws StorageException where it lies elsewhere, is not there, cannot be read or is larger;
   *     says what to do
   */
  byte[] get(String address, long mostBytes);
}
