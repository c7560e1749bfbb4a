-- CreateIndex
CREATE INDEX "Delivery_hubId_staleAt_idx" ON "Delivery"("hubId", "staleAt");
