"""Reads a COCO file with pycocotools' C code and says for every annotation whether its mask decodes to the
area and box it states. Fails on the first that does not."""

import sys

from pycocotools import mask
from pycocotools.coco import COCO

coco = COCO(sys.argv[1])
for annotation in coco.loadAnns(coco.getAnnIds()):
    rle = annotation["segmentation"]
    pixels = coco.annToMask(annotation)
    image = coco.loadImgs(annotation["image_id"])[0]
    assert pixels.shape == (image["height"], image["width"]), annotation["id"]
    assert int(pixels.sum()) == annotation["area"] == int(mask.area(rle)), annotation["id"]
    assert [int(v) for v in mask.toBbox(rle)] == annotation["bbox"], annotation["id"]
    assert annotation["iscrowd"] == 0
